package com.globant.hiring.spark.check;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDatabase;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    Key(List<String> columns, int[] positions, boolean primary) {
      this.columns = columns;
      this.positions = positions;
      this.primary = primary;
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
   * Reads the order of the keys from the database, if there is one.
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
    List<List<String>> ordered =
        job.description().database() == null
            ? names.stream().sorted(Comparator.comparing(key -> hasNullable(table, key))).toList()
            : inOrderOfDatabase(job.database(), table, names);
    List<Key> keys = new ArrayList<>();
    for (List<String> columns : ordered) {
      boolean primary = columns.equals(table.definition().primaryKey());
      keys.add(new Key(List.copyOf(columns), table.positions(columns), primary));
    }
    boolean numbers = table.foreignKeysTo(table).isEmpty() && hasNumbers(table, keys);
    return new LoadKeys(
        keys, numbers, numbers && job.request().duplicates() != DuplicateKeys.UPDATE);
  }

  /** Servers put these keys behind the others. */
  private static boolean hasNullable(Table table, List<String> key) {
    return key.stream()
        .map(name -> table.columns().get(table.position(name)))
        .anyMatch(column -> !table.isRequired(column));
  }

  private static List<List<String>> inOrderOfDatabase(
      JobDatabase database, Table table, List<List<String>> names) throws SQLException {
    List<List<String>> ordered = new ArrayList<>();
    for (Set<String> index : database.uniqueIndexes(table)) {
      ordered.add(
          names.stream()
              .filter(key -> lower(key).equals(index))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Table %s has a unique index of %s that is no key of its definition, so the job cannot tell which rows it refuses; let the service read the source itself"
                              .formatted(table.name(), String.join(", ", index)))));
    }
    database.requireExact(table, names.stream().flatMap(List::stream).distinct().toList());
    return ordered;
  }

  private static Set<String> lower(List<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether there is one key, and it is one whole number. */
  private static boolean hasNumbers(Table table, List<Key> keys) {
    return keys.size() == 1 && keys.get(0).primary && isNumber(table.primaryKey());
  }

  private static boolean isNumber(List<Column> key) {
    return key.size() == 1
        && switch (key.get(0).type().storage().kind()) {
          case SMALLINT, INT, BIGINT -> true;
          default -> false;
        };
  }

  /** The position of the primary key if it is one whole number, by which rows can be sorted. */
  public static int sortedBy(Table table) {
    return isNumber(table.primaryKey()) ? table.position(table.primaryKey().get(0).name()) : -1;
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

  boolean isEmpty() {
    return keys.isEmpty();
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
