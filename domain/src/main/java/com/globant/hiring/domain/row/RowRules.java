package com.globant.hiring.domain.row;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a table's rows.
 *
 * <p>A row is refused for the first thing that is wrong with it: the record (quotes, number of
 * fields), then its columns in the table's order, then its references in the order of the foreign
 * keys. Not checked here: repeated keys, which the database adapter refuses (see {@link
 * RowRejected#duplicateKey}), and references to the table itself, which a later row may satisfy.
 *
 * <p>Not for several threads at once, unless the key sets are.
 */
public final class RowRules {
  private final Table table;
  private final @Nullable String file;
  private final Delimiter delimiter;
  private final ColumnOrder order;
  private final ColumnRule[] columns;
  private final boolean[] required;
  private final Reference[] references;

  /** The rules of a file that is separated by commas. */
  public RowRules(
      Table table, ColumnOrder order, MissingValues missing, Map<ForeignKey, KeySet> references) {
    this(table, order, missing, references, Delimiter.COMMA);
  }

  /** The rules of a file without a name. */
  public RowRules(
      Table table,
      ColumnOrder order,
      MissingValues missing,
      Map<ForeignKey, KeySet> references,
      Delimiter delimiter) {
    this(table, order, missing, references, delimiter, null);
  }

  /**
   * @param references what each foreign key to another table may reference
   * @param delimiter of the file, for messages
   * @param file its name, which its rows get; null if it has none
   */
  public RowRules(
      Table table,
      ColumnOrder order,
      MissingValues missing,
      Map<ForeignKey, KeySet> references,
      Delimiter delimiter,
      @Nullable String file) {
    this(table, order, missing, delimiter, file, references(table, references));
  }

  private RowRules(
      Table table,
      ColumnOrder order,
      MissingValues missing,
      Delimiter delimiter,
      @Nullable String file,
      Reference[] references) {
    this.table = table;
    this.file = file;
    this.delimiter = delimiter;
    this.order = order;
    this.columns =
        table.columns().stream()
            .map(column -> new ColumnRule(table, column))
            .toArray(ColumnRule[]::new);
    this.required = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      required[i] = missing == MissingValues.REJECT || table.isRequired(table.columns().get(i));
    }
    this.references = references;
  }

  /** The rules of values alone, whatever they reference. */
  static RowRules ofValues(Table table, ColumnOrder order, MissingValues missing) {
    return new RowRules(table, order, missing, Delimiter.COMMA, null, new Reference[0]);
  }

  private static Reference[] references(Table table, Map<ForeignKey, KeySet> references) {
    return table.foreignKeys().stream()
        .filter(key -> !key.table().equals(table.name()))
        .map(key -> new Reference(table, key, keys(key, references)))
        .toArray(Reference[]::new);
  }

  private static KeySet keys(ForeignKey key, Map<ForeignKey, KeySet> references) {
    KeySet keys = references.get(key);
    if (keys == null) {
      throw new IllegalArgumentException("No keys of " + key.table());
    }
    return keys;
  }

  /**
   * Accepts or refuses each row of a batch: first by the values of all rows, then by their
   * references, which may have to be looked up. May block.
   *
   * @return the outcomes in the order of the rows
   */
  public List<RowOutcome> check(List<RawRow> batch) {
    List<RowOutcome> outcomes = new ArrayList<>(batch.size());
    for (RawRow raw : batch) {
      outcomes.add(checkValues(raw));
    }
    for (Reference reference : references) {
      reference.check(outcomes);
    }
    return outcomes;
  }

  /** As {@link #check(List)}, for one row. */
  public RowOutcome check(RawRow raw) {
    return check(List.of(raw)).get(0);
  }

  /** Accepts or refuses a row by its values alone, not by its references. Does not block. */
  public RowOutcome checkValues(RawRow raw) {
    RowOutcome outcome = outcome(raw);
    return file != null && outcome instanceof RowRejected rejected ? rejected.in(file) : outcome;
  }

  private RowOutcome outcome(RawRow raw) {
    if (raw.malformed()) {
      return RowRejected.ofRecord(
          raw,
          RowErrorCode.MALFORMED,
          "characters follow a closing quote; put the whole field in quotes and double the quotes inside it");
    }
    if (raw.fieldCount() < order.fewestFields()) {
      return tooFewFields(raw);
    }
    if (raw.filledCount() > order.mostFields()) {
      return tooManyFields(raw);
    }
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      int position = order.positionOf(i);
      String field = position < 0 ? null : raw.field(position);
      ColumnRule column = columns[i];
      if (field == null || column.isMissing(field)) {
        if (required[i]) {
          return required(raw, i);
        }
      } else {
        Object value = column.read(field);
        if (value instanceof Fault fault) {
          return refused(raw, i, field, fault);
        }
        values[i] = value;
      }
    }
    return new Row(file, raw.line(), values, raw.raw());
  }

  private RowRejected tooFewFields(RawRow raw) {
    return RowRejected.ofRecord(
        raw,
        RowErrorCode.TOO_FEW_FIELDS,
        "%s; separate the fields by %s and leave a missing one empty"
            .formatted(counts(raw.fieldCount(), order.fewestFields()), delimiter.plural()));
  }

  private RowRejected tooManyFields(RawRow raw) {
    return RowRejected.ofRecord(
        raw,
        RowErrorCode.TOO_MANY_FIELDS,
        "%s; put fields that hold %s in %s"
            .formatted(
                counts(raw.filledCount(), order.mostFields()),
                delimiter.plural(),
                table.definition().dialect().quotes()));
  }

  private String counts(int fields, int columns) {
    return "the row has %s where %s has %d columns (%s)"
        .formatted(
            fields == 1 ? "1 field" : fields + " fields", order.source(), columns, order.names());
  }

  private RowRejected required(RawRow raw, int column) {
    String name = table.columnNames().get(column);
    return RowRejected.ofValue(raw, name, RowErrorCode.REQUIRED, null, name + missing(column));
  }

  private String missing(int column) {
    if (table.primaryKey().contains(table.columns().get(column))) {
      return table.primaryKey().size() == 1
          ? " is the key and is empty; give every row its key"
          : " is part of the key and is empty; give every row its key";
    }
    return " is empty; give a value";
  }

  private RowRejected refused(RawRow raw, int column, String field, Fault fault) {
    String name = table.columnNames().get(column);
    return RowRejected.ofValue(raw, name, fault.code(), field, name + " " + fault.message());
  }
}
