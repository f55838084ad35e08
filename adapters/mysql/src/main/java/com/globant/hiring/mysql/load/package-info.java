/** Begins loads, commits them, and ends those whose instance died. */
@NullMarked
package com.globant.hiring.mysql.load;

import org.jspecify.annotations.NullMarked;
