/** What operators watch, in numbers: loads, rows, the database's pools, event loops and the JVM. */
@NullMarked
package com.globant.hiring.metrics;

import org.jspecify.annotations.NullMarked;
