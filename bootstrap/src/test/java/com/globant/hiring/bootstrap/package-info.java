/** Tests of how the packages of the whole product depend on each other. */
@NullMarked
package com.globant.hiring.bootstrap;

import org.jspecify.annotations.NullMarked;
