package com.globant.hiring.domain.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The catalogue: every table that can be loaded, with its columns in the order of the files. */
public enum Table {
  DEPARTMENTS(
      "departments",
      new Column("id", ColumnType.INTEGER, null),
      new Column("department", ColumnType.STRING, null)),
  JOBS(
      "jobs",
      new Column("id", ColumnType.INTEGER, null),
      new Column("job", ColumnType.STRING, null)),
  HIRED_EMPLOYEES(
      "hired_employees",
      new Column("id", ColumnType.INTEGER, null),
      new Column("name", ColumnType.STRING, null),
      new Column("datetime", ColumnType.TIMESTAMP, null),
      new Column("department_id", ColumnType.INTEGER, DEPARTMENTS),
      new Column("job_id", ColumnType.INTEGER, JOBS));

  /** Position of the key in every table. */
  public static final int KEY = 0;

  private final String tableName;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Column> columns;

  Table(String tableName, Column... columns) {
    this.tableName = tableName;
    this.columns = List.of(columns);
  }

  /** The name in the database and in requests. */
  public String tableName() {
    return tableName;
  }

  /** In the order of the files; the key comes first. */
  public List<Column> columns() {
    return columns;
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The columns whose values must be keys of {@code other}. */
  public List<Column> columnsReferencing(Table other) {
    return columns.stream().filter(column -> column.references() == other).toList();
  }

  /** The tables that a row of this table points to, each once. */
  public List<Table> referencedTables() {
    return Arrays.stream(values()).filter(other -> !columnsReferencing(other).isEmpty()).toList();
  }

  /** The tables that have rows pointing to this one. */
  public List<Table> referencingTables() {
    return Arrays.stream(values())
        .filter(other -> !other.columnsReferencing(this).isEmpty())
        .toList();
  }

  /** The table of exactly this name. */
  public static Optional<Table> named(String name) {
    return Arrays.stream(values()).filter(table -> table.tableName.equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(Table::tableName).collect(Collectors.joining(", "));
  }
}
