/** Tests without Spark; those on Spark are in on-spark-3. */
@NullMarked
package com.globant.hiring.spark;

import org.jspecify.annotations.NullMarked;
