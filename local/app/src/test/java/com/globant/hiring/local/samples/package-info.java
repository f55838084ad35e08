/** Tests of the made-up files. */
@NullMarked
package com.globant.hiring.local.samples;

import org.jspecify.annotations.NullMarked;
