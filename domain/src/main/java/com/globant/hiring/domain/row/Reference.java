package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.RowErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rule that the values of a foreign key are in the table that it references. */
final class Reference {
  private final Table table;
  private final ForeignKey key;
  private final KeySet keys;

  /** Of the columns of the key, in the table. */
  private final int[] positions;

  Reference(Table table, ForeignKey key, KeySet keys) {
    this.table = table;
    this.key = key;
    this.keys = keys;
    this.positions = key.columns().stream().mapToInt(table::position).toArray();
  }

  /** Whether the values are in the referenced table, or one of them is missing. */
  boolean isKept(@Nullable Object[] values) {
    if (positions.length == 1) {
      Object value = values[positions[0]];
      return value == null || keys.contains(value);
    }
    @Nullable Object[] several = new Object[positions.length];
    for (int i = 0; i < positions.length; i++) {
      several[i] = values[positions[i]];
      if (several[i] == null) {
        return true;
      }
    }
    return keys.contains(List.of(several));
  }

  RowRejected refusal(RawRow raw, @Nullable Object[] values, ColumnOrder order) {
    return RowRejected.ofValue(
        raw,
        String.join(", ", key.columns()),
        RowErrorCode.UNKNOWN_REFERENCE,
        IntStream.of(positions)
            .mapToObj(position -> raw.field(order.positionOf(position)))
            .collect(Collectors.joining(", ")),
        "%s %s is not in %s; load it there first"
            .formatted(
                String.join(", ", key.columns()),
                IntStream.of(positions)
                    .mapToObj(position -> format(position, values))
                    .collect(Collectors.joining(", ")),
                key.table()));
  }

  private String format(int position, @Nullable Object[] values) {
    return table.columns().get(position).type().format(Objects.requireNonNull(values[position]));
  }
}
