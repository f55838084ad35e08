/** Writes the rows of a load. */
@NullMarked
package com.globant.hiring.mysql.rows;

import org.jspecify.annotations.NullMarked;
