package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * References of columns to the tables of other files whose key is one column. All values of the
 * column must be keys of the table. That is enough for texts if no other table has them as its keys
 * too. Small numbers are keys of nearly every table, so that a number also needs the name of the
 * table or of its key.
 */
final class ReferenceGuess {
  /** Names of keys that say nothing about their table. */
  private static final Set<String> COMMON_NAMES = Set.of("id", "key", "code", "no", "nr", "name");

  private final List<CsvFile> files;
  private final List<TableDefinition> tables;
  private final List<String> notes;

  /** What a column has, all of which are keys of a table. */
  private static final class Values {
    private boolean any;
    private boolean several;
    private long first;

    void add(long hash) {
      several |= any && hash != first;
      first = hash;
      any = true;
    }

    /** A single text could be a key by accident. */
    boolean areEnough(ColumnType type) {
      return type instanceof StringType ? several : any;
    }
  }

  /** By the position of a table and of its column, the tables that have its values as keys. */
  private final Map<List<Integer>, List<TableDefinition>> found = new LinkedHashMap<>();

  /**
   * @param tables of the files, in the same order
   * @param notes receives what the user should check
   */
  ReferenceGuess(List<CsvFile> files, List<TableDefinition> tables, List<String> notes) {
    this.files = files;
    this.tables = tables;
    this.notes = notes;
  }

  /** The tables with their foreign keys. */
  List<TableDefinition> tables() throws IOException {
    for (int target = 0; target < tables.size(); target++) {
      TableDefinition table = tables.get(target);
      Column key = keyColumn(table);
      if (key != null && tables.size() > 1) {
        SeenHashes keys = new SeenHashes();
        int position = table.columns().indexOf(key);
        if (files.get(target).readRows(row -> keys.add(hash(key, row, position)))) {
          lookFor(target, key, keys);
        }
      }
    }
    return IntStream.range(0, tables.size()).mapToObj(this::withReferences).toList();
  }

  /** The only column of a table's key, if others may reference it. */
  private static @Nullable Column keyColumn(TableDefinition table) {
    return table.primaryKey().size() != 1
        ? null
        : table.columns().stream()
            .filter(column -> table.primaryKey().contains(column.name()) && isKeyLike(column))
            .findFirst()
            .orElse(null);
  }

  private static boolean isKeyLike(Column column) {
    return (column.type() instanceof IntegerType || column.type() instanceof StringType)
        && column.type().storage().keyable();
  }

  /** Looks for the keys of a table in the columns of all others. */
  private void lookFor(int target, Column key, SeenHashes keys) throws IOException {
    for (int from = 0; from < tables.size(); from++) {
      TableDefinition table = tables.get(from);
      Map<Integer, Values> columns = new LinkedHashMap<>();
      for (int i = 0; from != target && i < table.columns().size(); i++) {
        Column column = table.columns().get(i);
        boolean alone = table.primaryKey().equals(List.of(column.name()));
        if (!alone && isSameKind(column.type(), key.type())) {
          columns.put(i, new Values());
        }
      }
      if (!columns.isEmpty()) {
        files.get(from).readRows(row -> keep(columns, table, row, keys));
      }
      int position = from;
      columns.forEach(
          (column, values) -> {
            if (values.areEnough(key.type())) {
              found
                  .computeIfAbsent(List.of(position, column), each -> new ArrayList<>())
                  .add(tables.get(target));
            }
          });
    }
  }

  private static boolean isSameKind(ColumnType one, ColumnType other) {
    return one instanceof StringType text
        ? other instanceof StringType key && text.format() == key.format()
        : one instanceof IntegerType && other instanceof IntegerType;
  }

  /** Drops the columns of which a row has another value; false if none is left. */
  private static boolean keep(
      Map<Integer, Values> columns, TableDefinition table, RawRow row, SeenHashes keys) {
    columns
        .entrySet()
        .removeIf(
            entry -> {
              Column column = table.columns().get(entry.getKey());
              if (CsvFile.value(column, row, entry.getKey()) == null) {
                return false;
              }
              long hash = hash(column, row, entry.getKey());
              entry.getValue().add(hash);
              return !keys.has(hash);
            });
    return !columns.isEmpty();
  }

  private static long hash(Column column, RawRow row, int position) {
    return SeenHashes.hash(String.valueOf(CsvFile.value(column, row, position)));
  }

  private TableDefinition withReferences(int position) {
    TableDefinition table = tables.get(position);
    List<Column> columns = new ArrayList<>(table.columns());
    List<ForeignKey> keys = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      List<TableDefinition> candidates = found.getOrDefault(List.of(position, i), List.of());
      Column column = columns.get(i);
      TableDefinition referenced = referenced(column, candidates);
      if (referenced != null) {
        keys.add(
            new ForeignKey(List.of(column.name()), referenced.name(), referenced.primaryKey()));
        columns.set(i, withType(column, referenced));
      } else if (!candidates.isEmpty()) {
        notes.add(
            "%s: all values of column '%s' are keys of %s; add a foreignKey if it references %s"
                .formatted(
                    files.get(position).path(),
                    column.name(),
                    candidates.stream()
                        .map(TableDefinition::name)
                        .collect(Collectors.joining(", ")),
                    candidates.size() == 1 ? "this table" : "one of them"));
      }
    }
    return keys.isEmpty() ? table : table.with(columns, keys);
  }

  private static @Nullable TableDefinition referenced(
      Column column, List<TableDefinition> candidates) {
    List<TableDefinition> named =
        candidates.stream().filter(table -> isNamed(column, table)).toList();
    boolean clear = named.isEmpty() && column.type() instanceof StringType;
    List<TableDefinition> likely = clear ? candidates : named;
    return likely.size() == 1 ? likely.get(0) : null;
  }

  /** Whether the name of a column is that of a table or of its key, or both. */
  private static boolean isNamed(Column column, TableDefinition table) {
    String name = letters(column.name());
    String key = letters(table.primaryKey().get(0));
    String plural = letters(table.name());
    return name.equals(key)
        ? !COMMON_NAMES.contains(key)
        : singulars(plural).stream()
            .anyMatch(one -> name.equals(one) || name.equals(one + key) || name.equals(one + "id"));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static List<String> singulars(String name) {
    return List.of(
        name,
        name.replaceFirst("s$", ""),
        name.replaceFirst("es$", ""),
        name.replaceFirst("ies$", "y"));
  }

  /** The type of the key, which has room for all values of the column. */
  private static Column withType(Column column, TableDefinition referenced) {
    Column key = keyColumn(referenced);
    return key == null ? column : column.withType(key.type());
  }
}
