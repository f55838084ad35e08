/** The files of a load, cut into slices, and the rows of these. */
@NullMarked
package com.globant.hiring.spark.slice;

import org.jspecify.annotations.NullMarked;
