/** Tests of the command line, the settings and the wiring. */
@NullMarked
package com.globant.hiring.bootstrap;

import org.jspecify.annotations.NullMarked;
