package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A limit of values that have an order.
 *
 * @param limit a value of the column's type
 * @param shown the limit as text, for messages
 */
public record Bound(Kind kind, Object limit, String shown) implements Constraint {
  /** On which side the limit is, and whether it is allowed itself. */
  public enum Kind {
    MINIMUM("minimum", "must be at least "),
    MAXIMUM("maximum", "must be at most "),
    EXCLUSIVE_MINIMUM("exclusiveMinimum", "must be greater than "),
    EXCLUSIVE_MAXIMUM("exclusiveMaximum", "must be less than ");

    private final String property;
    private final String message;

    Kind(String property, String message) {
      this.property = property;
      this.message = message;
    }

    /** The name in Table Schema. */
    public String property() {
      return property;
    }

    boolean isMinimum() {
      return this == MINIMUM || this == EXCLUSIVE_MINIMUM;
    }
  }

  @Override
  public @Nullable Fault check(Object value) {
    @SuppressWarnings("unchecked") // both are of the column's type
    int compared = ((Comparable<Object>) value).compareTo(limit);
    boolean kept =
        switch (kind) {
          case MINIMUM -> compared >= 0;
          case MAXIMUM -> compared <= 0;
          case EXCLUSIVE_MINIMUM -> compared > 0;
          case EXCLUSIVE_MAXIMUM -> compared < 0;
        };
    return kept
        ? null
        : new Fault(
            kind.isMinimum() ? RowErrorCode.BELOW_MINIMUM : RowErrorCode.ABOVE_MAXIMUM,
            kind.message + shown);
  }
}
