/** The job that runs a load on Apache Spark. Its contract is in RATIONALE.md of this module. */
@NullMarked
package com.globant.hiring.spark;

import org.jspecify.annotations.NullMarked;
