/** The first reading of the files: which rows are refused and which keys are taken. */
@NullMarked
package com.globant.hiring.spark.check;

import org.jspecify.annotations.NullMarked;
