/**
 * Begins loads, and ends those whose instance died. Rows are written and committed by {@code rows}
 * (in place) or {@code shadow} (by an exchange of tables).
 */
@NullMarked
package com.globant.hiring.mysql.load;

import org.jspecify.annotations.NullMarked;
