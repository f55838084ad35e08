package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A limit of the length of strings, or of the members or elements of JSON documents.
 *
 * @param minimum whether it is the least length, else it is the greatest
 * @param ofJson whether values are JSON documents
 */
public record LengthBound(boolean minimum, int length, boolean ofJson) implements Constraint {
  @Override
  public @Nullable Fault check(Object value) {
    String text = (String) value;
    int actual = ofJson ? JsonText.elements(text) : text.codePointCount(0, text.length());
    if (minimum ? actual >= length : actual <= length) {
      return null;
    }
    return new Fault(
        minimum ? RowErrorCode.TOO_SHORT : RowErrorCode.TOO_LONG,
        "has %d %s, must have at %s %d"
            .formatted(
                actual, ofJson ? "elements" : "characters", minimum ? "least" : "most", length));
  }
}
