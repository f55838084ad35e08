package com.globant.hiring.spark.check;

import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDatabase;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The keys whose values no two rows of a load share, in the order in which the server compares
 * them: a row that shares several is refused for the first of them.
 */
public final class LoadKeys implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of the JDK
  private final List<Key> keys;

  private final boolean numbers;
  private final boolean bitmaps;

  /** A key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Names. */
    @SuppressWarnings("serial") // an immutable list of the JDK
    private final List<String> columns;

    /** Of the columns in the table. */
    private final int[] positions;

    private final boolean primary;

    /** Of a unique index that the definition does not name; else null. */
    private final @Nullable String index;

    Key(Table table, List<String> columns, @Nullable String index) {
      this.columns = List.copyOf(columns);
      this.positions = table.positions(columns);
      this.primary = index == null && columns.equals(table.definition().primaryKey());
      this.index = index;
    }

    List<String> columns() {
      return columns;
    }

    /** Null if a value is missing: then the row has no such key. */
    @Nullable Object of(Row row) {
      return row.key(positions);
    }
  }

  private LoadKeys(List<Key> keys, boolean numbers, boolean bitmaps) {
    this.keys = List.copyOf(keys);
    this.numbers = numbers;
    this.bitmaps = bitmaps;
  }

  /**
   * Reads the order of the keys from the database.
   *
   * @throws IllegalArgumentException if the database compares keys otherwise than this job does
   */
  public static LoadKeys of(Job job) throws SQLException {
    Table table = job.table();
    List<List<String>> names =
        Stream.concat(
                Stream.of(table.definition().primaryKey()),
                table.definition().uniqueKeys().stream())
            .filter(key -> !key.isEmpty())
            .distinct()
            .toList();
    List<Key> keys = ofDatabase(job.database(), table, names);
    boolean updates = job.request().duplicates() == DuplicateKeys.UPDATE;
    boolean alone = table.foreignKeysTo(table).isEmpty();
    if (keys.size() > 1 && (updates || !alone)) {
      throw new IllegalArgumentException(
          "Table %s has a unique index in the database besides its key; %s; let the service read the source itself"
              .formatted(table.name(), BulkLoads.LIMITS));
    }
    boolean numbers = alone && hasNumbers(table, keys);
    return new LoadKeys(keys, numbers, numbers && !updates);
  }

  private static List<Key> ofDatabase(JobDatabase database, Table table, List<List<String>> names)
      throws SQLException {
    Map<Set<String>, Key> keys = new LinkedHashMap<>();
    for (Map.Entry<String, Set<String>> index : database.uniqueIndexes(table).entrySet()) {
      Set<String> columns = index.getValue();
      // Rows violate the first of several indexes of the same columns.
      keys.putIfAbsent(
          columns,
          names.stream()
              .filter(key -> lower(key).equals(columns))
              .findFirst()
              .map(key -> new Key(table, key, null))
              .orElseGet(() -> ofOwners(table, index.getKey(), columns)));
    }
    database.requireExact(
        table, keys.values().stream().flatMap(key -> key.columns.stream()).distinct().toList());
    return List.copyOf(keys.values());
  }

  /** A unique index that owners have added. */
  private static Key ofOwners(Table table, String index, Set<String> columns) {
    List<String> known =
        table.columnNames().stream()
            .filter(name -> columns.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    if (known.size() != columns.size()) {
      throw new IllegalArgumentException(
          "Table %s has a unique index %s of %s, which are no whole columns of its definition, so the job cannot tell which rows it refuses; let the service read the source itself"
              .formatted(table.name(), index, String.join(", ", columns)));
    }
    return new Key(table, known, index);
  }

  private static Set<String> lower(List<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether there is one key, and it is one whole number. */
  private static boolean hasNumbers(Table table, List<Key> keys) {
    return keys.size() == 1 && keys.get(0).primary && table.wholeNumberKey() >= 0;
  }

  /** Adds the keys of a row, as lists of the number of the key and its value. */
  void addTo(long place, Row row, Collection<Tuple2<List<Object>, Places>> results) {
    for (int number = 0; number < keys.size(); number++) {
      Object key = keys.get(number).of(row);
      if (key != null) {
        results.add(new Tuple2<>(List.of(number, key), Places.of(place)));
      }
    }
  }

  List<Key> all() {
    return keys;
  }

  public int count() {
    return keys.size();
  }

  /** Whether there is one key, a whole number, so that a bitmap holds those of the table. */
  boolean areNumbers() {
    return numbers;
  }

  /** Whether bitmaps show which keys repeat, without a shuffle. */
  public boolean areInBitmaps() {
    return bitmaps;
  }

  /** Whether a key is the primary key, of which a request decides what happens if it repeats. */
  public boolean isPrimary(int key) {
    return keys.get(key).primary;
  }

  /** The refusal of a row that has a key of another row. */
  public RowRejected refused(Row row, Table table, int key) {
    String index = keys.get(key).index;
    if (index != null) {
      return RowRejected.notUniqueIn(row, index);
    }
    return isPrimary(key)
        ? RowRejected.duplicateKey(row, table)
        : RowRejected.notUnique(
            row,
            table,
            keys.get(key).columns().stream()
                .map(name -> table.columns().get(table.position(name)))
                .toList());
  }
}
