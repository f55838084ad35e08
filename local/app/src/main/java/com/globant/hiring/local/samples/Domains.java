package com.globant.hiring.local.samples;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearType;
import java.util.List;

/** The values of each column. */
final class Domains {
  /** How many values are tried. */
  private static final long TRIED = 10;

  private Domains() {}

  /**
   * @throws IllegalArgumentException if values cannot be made
   */
  static Domain of(Table table, Column column, Hints hints) {
    Hints.Texts texts = hints.texts(table.name(), column.name());
    Domain domain;
    try {
      domain = texts != null ? new HintedDomain(texts) : domainOf(column);
      check(column, domain);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Values of %s.%s cannot be made: %s"
              .formatted(table.name(), column.name(), e.getMessage()),
          e);
    }
    return domain;
  }

  private static Domain domainOf(Column column) {
    for (Constraint constraint : column.constraints()) {
      if (constraint instanceof OneOf oneOf) {
        List<String> values =
            oneOf.values().stream()
                .filter(value -> keeps(column, value))
                .map(column.type()::format)
                .toList();
        return TextDomains.of(values.size(), index -> values.get((int) index));
      }
    }
    if (column.type() instanceof IntegerType type) {
      return ValueDomain.integers(type);
    }
    if (column.type() instanceof NumberType type) {
      return ValueDomain.numbers(column, type);
    }
    if (column.type() instanceof StringType type) {
      return TextDomains.strings(column, type);
    }
    if (column.type() instanceof JsonType type) {
      return TextDomains.json(column, type);
    }
    if (column.type() instanceof BooleanType type) {
      return TextDomains.of(2, index -> type.format(index == 0));
    }
    if (column.type() instanceof DateType) {
      return ValueDomain.dates(column);
    }
    if (column.type() instanceof DatetimeType) {
      return ValueDomain.datetimes(column);
    }
    if (column.type() instanceof TimeType) {
      return ValueDomain.times(column);
    }
    return column.type() instanceof YearType
        ? ValueDomain.years(column)
        : ValueDomain.months(column);
  }

  private static boolean keeps(Column column, Object value) {
    return column.constraints().stream().allMatch(constraint -> constraint.check(value) == null);
  }

  /** Looks whether the first values keep the rules of the column. */
  private static void check(Column column, Domain domain) {
    long few = domain.capacity() == 0 ? 1 : Math.min(domain.capacity(), TRIED);
    if (few < 0) {
      throw new IllegalArgumentException("its rules leave no value; give texts for the column");
    }
    for (long i = 0; i < few; i++) {
      String text = domain.text(i);
      Object value = column.type().parse(text);
      if (value instanceof Fault || !keeps(column, value)) {
        throw new IllegalArgumentException(
            "'%s' does not keep its rules; give texts for the column (--hints)".formatted(text));
      }
    }
  }
}
