package com.globant.hiring.domain.report;

import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of the hiring schema, which the reports read. */
public final class HiringTables {
  private static final StringType NAME = new StringType(255);
  private static final List<String> KEY = List.of("id");

  /** Columns of hires that no report reads. */
  private static final Set<String> NOT_READ = Set.of("name");

  private static final Schema SCHEMA =
      new Schema(
          "hiring",
          List.of(
              TableDefinition.of(
                  "departments",
                  List.of(Column.of("id", IntegerType.INT), Column.of("department", NAME)),
                  KEY),
              TableDefinition.of(
                  "jobs", List.of(Column.of("id", IntegerType.INT), Column.of("job", NAME)), KEY),
              TableDefinition.of(
                  "hired_employees",
                  List.of(
                      Column.of("id", IntegerType.INT),
                      Column.of("name", NAME),
                      Column.of("datetime", DatetimeType.ISO),
                      Column.of("department_id", IntegerType.INT),
                      Column.of("job_id", IntegerType.INT)),
                  KEY,
                  new ForeignKey(List.of("department_id"), "departments", KEY),
                  new ForeignKey(List.of("job_id"), "jobs", KEY))));

  public static final Catalog CATALOG = new Catalog(List.of(SCHEMA));
  public static final Table DEPARTMENTS = named("departments").orElseThrow();
  public static final Table JOBS = named("jobs").orElseThrow();
  public static final Table HIRED_EMPLOYEES = named("hired_employees").orElseThrow();

  private HiringTables() {}

  /**
   * Whether a schema has the tables that the reports read, with the columns that they read. These
   * may be in another order and beside others; names may be strings of any length.
   */
  public static boolean areIn(Schema schema) {
    return all().stream()
        .allMatch(
            table -> schema.table(table.name()).filter(one -> isReadable(one, table)).isPresent());
  }

  /** The first schema whose hires are reported. */
  public static Optional<Schema> schemaIn(Catalog catalog) {
    return catalog.schemas().stream().filter(HiringTables::areIn).findFirst();
  }

  /** Whether the reports read a table. */
  public static boolean isRead(Table table) {
    return named(table.name()).isPresent() && areIn(table.schema());
  }

  /** Whether the rows of a table are the hires that are reported. */
  public static boolean isHires(Table table) {
    return table.name().equals(HIRED_EMPLOYEES.name()) && areIn(table.schema());
  }

  private static boolean isReadable(Table table, Table wanted) {
    return table.definition().primaryKey().equals(KEY)
        && wanted.columns().stream()
            .filter(column -> !NOT_READ.contains(column.name()))
            .allMatch(column -> has(table, column));
  }

  private static boolean has(Table table, Column wanted) {
    return table.columns().stream()
        .filter(column -> column.name().equals(wanted.name()))
        .anyMatch(column -> hasStorageOf(column, wanted));
  }

  private static boolean hasStorageOf(Column column, Column wanted) {
    return wanted.type() instanceof StringType
        ? column.type() instanceof StringType
        : column.type().storage().equals(wanted.type().storage());
  }

  public static List<Table> all() {
    return SCHEMA.tables();
  }

  /** A schema of this name with these tables. */
  public static Schema schema(String name) {
    return SCHEMA.named(name);
  }

  /** The table of exactly this name. */
  public static Optional<Table> named(String name) {
    return SCHEMA.table(name);
  }

  /** All names, for messages. */
  public static String names() {
    return all().stream().map(Table::name).collect(Collectors.joining(", "));
  }
}
