package com.globant.hiring.local.samples;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a row of a table. */
final class Faults {
  /** Tried for each column; what a column accepts is no fault of it. */
  private static final List<String> TEXTS =
      List.of(
          "none of these", "9999999999", "-1", "2021-02-30T08:00:00Z", "07/27/2021", "25:00", "{");

  private static final int LONG_TEXT = 1000;

  /**
   * A fault.
   *
   * @param column whose value is wrong; negative if there is a field too many or too few
   * @param text the wrong value; null for a missing one
   */
  record One(int column, @Nullable String text) {}

  static final int TOO_FEW = -1;
  static final int TOO_MANY = -2;

  private Faults() {}

  /** The faults that rows of the table can have, each of which refuses the row. */
  static List<One> of(Table table) {
    List<One> faults = new ArrayList<>();
    if (table.columns().size() > 1) {
      faults.add(new One(TOO_FEW, null));
    }
    faults.add(new One(TOO_MANY, null));
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      if (table.isRequired(column)) {
        faults.add(new One(i, null));
      }
      for (String text : TEXTS) {
        if (isRefused(column, text)) {
          faults.add(new One(i, text));
        }
      }
      if (column.type() instanceof StringType type
          && type.maxLength() != null
          && type.maxLength() <= LONG_TEXT) {
        faults.add(new One(i, "Ñ".repeat(type.maxLength() + 1)));
      }
    }
    for (ForeignKey key : table.foreignKeys()) {
      unknown(table, key, faults);
    }
    return faults;
  }

  /** Of integers only: a text may be a key of the other table by chance. */
  private static void unknown(Table table, ForeignKey key, List<One> faults) {
    int column = table.position(key.columns().get(0));
    if (table.columns().get(column).type() instanceof IntegerType type) {
      faults.add(new One(column, String.valueOf(type.maximum())));
    }
  }

  private static boolean isRefused(Column column, String text) {
    // Texts of the wrong kind are enough; words of booleans and lists of values are all alike.
    boolean once =
        column.type() instanceof BooleanType
            || column.constraints().stream().anyMatch(OneOf.class::isInstance);
    if (once && !text.equals(TEXTS.get(0))) {
      return false;
    }
    Object value = column.type().parse(text);
    return value instanceof Fault
        || column.constraints().stream().anyMatch(constraint -> constraint.check(value) != null);
  }
}
