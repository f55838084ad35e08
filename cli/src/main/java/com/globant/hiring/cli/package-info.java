/** The commands that use a running service. */
@NullMarked
package com.globant.hiring.cli;

import org.jspecify.annotations.NullMarked;
