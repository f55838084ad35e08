/** Rows that wait for the rows of their own table that they reference. */
@NullMarked
package com.globant.hiring.mysql.waiting;

import org.jspecify.annotations.NullMarked;
