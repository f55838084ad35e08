package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that a whole string must match.
 *
 * @param pattern as in the definition, for messages
 * @param matcher takes a time that is linear in the length of the text. {@code java.util.regex}
 *     does not: it takes exponential time or all of the stack for some patterns and texts.
 */
public record TextPattern(String pattern, Predicate<String> matcher) implements Constraint {
  @Override
  public @Nullable Fault check(Object value) {
    return matcher.test((String) value)
        ? null
        : new Fault(RowErrorCode.PATTERN_MISMATCH, "does not match the pattern " + pattern);
  }
}
