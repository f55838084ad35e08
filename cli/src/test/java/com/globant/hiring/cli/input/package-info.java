@NullMarked
package com.globant.hiring.cli.input;

import org.jspecify.annotations.NullMarked;
