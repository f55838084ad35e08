/** What a column may hold: types and constraints, from text to values. */
@NullMarked
package com.globant.hiring.domain.type;

import org.jspecify.annotations.NullMarked;
