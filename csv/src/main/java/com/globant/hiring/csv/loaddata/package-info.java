/** The text of rows that LOAD DATA of MySQL reads. */
@NullMarked
package com.globant.hiring.csv.loaddata;

import org.jspecify.annotations.NullMarked;
