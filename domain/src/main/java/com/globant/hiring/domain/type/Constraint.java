package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A rule for the values of a column beyond their type.
 *
 * <p>Immutable; may be used by several threads.
 */
public sealed interface Constraint permits Bound, LengthBound, TextPattern, OneOf {
  /** Why a value that {@link ColumnType#parse} returned is refused, or null if it is not. */
  @Nullable Fault check(Object value);
}
