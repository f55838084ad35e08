/** Engines that run the Spark job: spark-submit and EMR Serverless. */
@NullMarked
package com.globant.hiring.bulk;

import org.jspecify.annotations.NullMarked;
