/** Tests of the metrics by the text that a Prometheus server would read. */
@NullMarked
package com.globant.hiring.metrics;

import org.jspecify.annotations.NullMarked;
