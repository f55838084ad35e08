@NullMarked
package com.globant.hiring.bootstrap.command;

import org.jspecify.annotations.NullMarked;
