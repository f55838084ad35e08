/** What a table, a row and a report are, and which rows are refused and why. Plain Java, no I/O. */
@NullMarked
package com.globant.hiring.domain;

import org.jspecify.annotations.NullMarked;
