/** Tests of what a run is asked to do. */
@NullMarked
package com.globant.hiring.spark.job;

import org.jspecify.annotations.NullMarked;
