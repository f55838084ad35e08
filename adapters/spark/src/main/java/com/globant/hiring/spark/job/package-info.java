/** What a run is asked to do, and where: its description, files and database. */
@NullMarked
package com.globant.hiring.spark.job;

import org.jspecify.annotations.NullMarked;
