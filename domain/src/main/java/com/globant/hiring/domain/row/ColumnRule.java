package com.globant.hiring.domain.row;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** The rules of one column, for each row. */
final class ColumnRule {
  private static final Fault UNDECODABLE =
      new Fault(
          RowErrorCode.INVALID_ENCODING,
          "holds bytes that are not characters of the charset of the file; name the charset of the file");

  private final ColumnType type;
  private final boolean blankIsMissing;
  private final Set<String> missingValues;
  private final Constraint[] constraints;

  ColumnRule(Table table, Column column) {
    this.type = column.type();
    this.blankIsMissing = type.blankIsMissing();
    this.missingValues =
        new HashSet<>(
            Objects.requireNonNullElse(column.missingValues(), table.definition().missingValues()));
    // The reader of the file reports an empty field as a missing one, unless it is in quotes.
    missingValues.remove("");
    this.constraints = column.constraints().toArray(new Constraint[0]);
  }

  boolean isMissing(String field) {
    if (blankIsMissing && (field.isEmpty() || (Blanks.is(field.charAt(0)) && Blanks.only(field)))) {
      return true;
    }
    return !missingValues.isEmpty()
        && missingValues.contains(blankIsMissing ? Blanks.strip(field) : field);
  }

  /** The value or the {@link Fault}. Bytes that are no characters come before anything else. */
  Object read(String field) {
    Object value = checked(parsed(field));
    // A number or a datetime was read from ASCII, so there is no need to look.
    return (value instanceof Fault || value instanceof String) && Undecodable.isIn(field)
        ? UNDECODABLE
        : value;
  }

  /** Calls of known types are much faster than calls of the interface. */
  private Object parsed(String field) {
    if (type instanceof IntegerType integer) {
      return integer.parse(field);
    }
    if (type instanceof StringType string) {
      return string.parse(field);
    }
    if (type instanceof NumberType number) {
      return number.parse(field);
    }
    if (type instanceof DateType date) {
      return date.parse(field);
    }
    if (type instanceof BooleanType flag) {
      return flag.parse(field);
    }
    return type instanceof DatetimeType datetime ? datetime.parse(field) : type.parse(field);
  }

  private Object checked(Object value) {
    if (!(value instanceof Fault)) {
      for (Constraint constraint : constraints) {
        Fault fault = constraint.check(value);
        if (fault != null) {
          return fault;
        }
      }
    }
    return value;
  }
}
