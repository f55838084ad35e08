package com.globant.hiring.domain.report;

import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ColumnType;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables of the hiring schema, which the reports read. */
public final class HiringTables {
  private static final Schema SCHEMA =
      new Schema(
          "hiring",
          List.of(
              new Table(
                  "departments",
                  List.of(
                      new Column("id", ColumnType.INTEGER, null),
                      new Column("department", ColumnType.STRING, null))),
              new Table(
                  "jobs",
                  List.of(
                      new Column("id", ColumnType.INTEGER, null),
                      new Column("job", ColumnType.STRING, null))),
              new Table(
                  "hired_employees",
                  List.of(
                      new Column("id", ColumnType.INTEGER, null),
                      new Column("name", ColumnType.STRING, null),
                      new Column("datetime", ColumnType.TIMESTAMP, null),
                      new Column("department_id", ColumnType.INTEGER, "departments"),
                      new Column("job_id", ColumnType.INTEGER, "jobs")))));

  public static final Catalog CATALOG = new Catalog(List.of(SCHEMA));
  public static final Table DEPARTMENTS = named("departments").orElseThrow();
  public static final Table JOBS = named("jobs").orElseThrow();
  public static final Table HIRED_EMPLOYEES = named("hired_employees").orElseThrow();

  private HiringTables() {}

  public static List<Table> all() {
    return SCHEMA.tables();
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
