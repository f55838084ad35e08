package com.globant.hiring.spark.check;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A row of a table that references itself.
 *
 * @param place see {@link Places}
 * @param key as {@link LoadKeys#addTo} gives it
 * @param references the keys that it references, by the foreign keys of the table to itself; null
 *     if it references nothing, or itself
 */
record Node(long place, List<Object> key, List<@Nullable List<Object>> references)
    implements Serializable {

  static Node of(Table table, LoadKeys keys, long place, Row row) {
    Object own = Objects.requireNonNull(keys.all().get(0).of(row));
    List<@Nullable List<Object>> references = new ArrayList<>();
    for (ForeignKey foreign : table.foreignKeysTo(table)) {
      Object key = row.key(table.positions(foreign.columns()));
      references.add(key == null || key.equals(own) ? null : List.of(0, key));
    }
    return new Node(place, List.of(0, own), references);
  }

  boolean isAlone() {
    return references.stream().allMatch(Objects::isNull);
  }

  /** The row once for each key that it references. */
  Iterator<Tuple2<List<Object>, Node>> byReference() {
    return references.stream()
        .filter(Objects::nonNull)
        .map(reference -> new Tuple2<>(Objects.requireNonNull(reference), this))
        .iterator();
  }

  /** Whether it references a key that is known from a later place only, or never. */
  boolean waitsFor(Map<List<Object>, Long> since) {
    return references.stream()
        .anyMatch(reference -> reference != null && since.getOrDefault(reference, -1L) > place);
  }
}
