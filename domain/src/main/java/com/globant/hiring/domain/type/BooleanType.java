package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import java.util.List;

/**
 * {@link Boolean}.
 *
 * @param trueValues the texts that are true, to the letter
 * @param falseValues the texts that are false, to the letter
 */
public record BooleanType(List<String> trueValues, List<String> falseValues) implements ColumnType {
  public static final BooleanType DEFAULT =
      new BooleanType(
          List.of("true", "True", "TRUE", "1"), List.of("false", "False", "FALSE", "0"));

  public BooleanType {
    trueValues = List.copyOf(trueValues);
    falseValues = List.copyOf(falseValues);
  }

  @Override
  public String typeName() {
    return "boolean";
  }

  @Override
  public Object parse(String text) {
    String word = Blanks.strip(text);
    if (trueValues.contains(word)) {
      return true;
    }
    if (falseValues.contains(word)) {
      return false;
    }
    return new Fault(
        RowErrorCode.INVALID_BOOLEAN,
        "is neither true nor false; write %s or %s"
            .formatted(trueValues.get(0), falseValues.get(0)));
  }

  @Override
  public String format(Object value) {
    return (Boolean) value ? trueValues.get(0) : falseValues.get(0);
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.BOOLEAN);
  }

  @Override
  public ColumnType inDefaultNotation() {
    return DEFAULT;
  }
}
