@NullMarked
package com.globant.hiring.cli;

import org.jspecify.annotations.NullMarked;
