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
import java.util.stream.Collectors;

/** The tables of the hiring schema, which the reports read. */
public final class HiringTables {
  private static final StringType NAME = new StringType(255);
  private static final List<String> KEY = List.of("id");

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
