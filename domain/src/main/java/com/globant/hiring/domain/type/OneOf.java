package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The only values of a column. */
public final class OneOf implements Constraint {
  private static final int SHOWN = 10;

  private final Set<Object> values;
  private final String shown;

  /**
   * @param values of the column's type
   */
  public OneOf(ColumnType type, List<Object> values) {
    this.values = new LinkedHashSet<>(values);
    this.shown =
        this.values.stream().limit(SHOWN).map(type::format).collect(Collectors.joining(", "))
            + (this.values.size() > SHOWN ? ", …" : "");
  }

  public List<Object> values() {
    return List.copyOf(values);
  }

  @Override
  public @Nullable Fault check(Object value) {
    return values.contains(value)
        ? null
        : new Fault(RowErrorCode.NOT_IN_ENUM, "must be one of " + shown);
  }
}
