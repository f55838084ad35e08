/** The shaded job on Spark. */
@NullMarked
package com.globant.hiring.spark;

import org.jspecify.annotations.NullMarked;
