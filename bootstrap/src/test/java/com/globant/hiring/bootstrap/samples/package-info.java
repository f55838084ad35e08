/** Tests of the made-up files. */
@NullMarked
package com.globant.hiring.bootstrap.samples;

import org.jspecify.annotations.NullMarked;
