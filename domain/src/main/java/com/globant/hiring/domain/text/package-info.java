/** How values are written: numbers, dates and times, JSON, blanks. */
@NullMarked
package com.globant.hiring.domain.text;

import org.jspecify.annotations.NullMarked;
