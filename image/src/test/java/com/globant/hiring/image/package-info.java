/** Tests of the container image and of the files that run it. */
@NullMarked
package com.globant.hiring.image;

import org.jspecify.annotations.NullMarked;
