/** From raw records to rows: the rules, and why a row or a header is refused. */
@NullMarked
package com.globant.hiring.domain.row;

import org.jspecify.annotations.NullMarked;
