package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HiringTablesTest {

  @Test
  void columnsAreInTheOrderOfTheFiles() {
    assertThat(HiringTables.DEPARTMENTS.columnNames()).containsExactly("id", "department");
    assertThat(HiringTables.JOBS.columnNames()).containsExactly("id", "job");
    assertThat(HiringTables.HIRED_EMPLOYEES.columnNames())
        .containsExactly("id", "name", "datetime", "department_id", "job_id");
  }

  @Test
  void hiresReferenceDepartmentsAndJobs() {
    assertThat(HiringTables.HIRED_EMPLOYEES.columns())
        .extracting(Column::type)
        .containsExactly(
            IntegerType.INT,
            new StringType(255),
            DatetimeType.ISO,
            IntegerType.INT,
            IntegerType.INT);
    assertThat(HiringTables.HIRED_EMPLOYEES.referencedTables())
        .containsExactly(HiringTables.DEPARTMENTS, HiringTables.JOBS);
    assertThat(HiringTables.HIRED_EMPLOYEES.referencingTables()).isEmpty();
  }

  @Test
  void departmentsAndJobsReferenceNothing() {
    assertThat(HiringTables.DEPARTMENTS.referencedTables()).isEmpty();
    assertThat(HiringTables.JOBS.referencedTables()).isEmpty();
    assertThat(HiringTables.DEPARTMENTS.referencingTables())
        .containsExactly(HiringTables.HIRED_EMPLOYEES);
    assertThat(HiringTables.JOBS.referencingTables()).containsExactly(HiringTables.HIRED_EMPLOYEES);
    assertThat(HiringTables.HIRED_EMPLOYEES.foreignKeysTo(HiringTables.JOBS))
        .extracting(ForeignKey::columns)
        .containsExactly(List.of("job_id"));
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void firstColumnIsAnIntegerKey(Table table) {
    assertThat(table.columns().get(0)).isEqualTo(Column.of("id", IntegerType.INT));
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void tableIsFoundByItsName(Table table) {
    assertThat(HiringTables.named(table.name())).hasValue(table);
  }

  @Test
  void namesAreCaseSensitive() {
    assertThat(HiringTables.named("Departments")).isEmpty();
    assertThat(HiringTables.named("DEPARTMENTS")).isEmpty();
    assertThat(HiringTables.named(" jobs")).isEmpty();
    assertThat(HiringTables.named("")).isEmpty();
    assertThat(HiringTables.named("jobs; DROP TABLE jobs")).isEmpty();
    assertThat(HiringTables.names()).isEqualTo("departments, jobs, hired_employees");
  }

  @Test
  void aSchemaOfAnotherNameHasTheReports() {
    Schema people = HiringTables.schema("people");

    assertThat(HiringTables.areIn(people)).isTrue();
    assertThat(people.tables()).filteredOn(HiringTables::isHires).hasSize(1);
    assertThat(people.tables()).allMatch(HiringTables::isRead);
    assertThat(HiringTables.schemaIn(new Catalog(List.of(new Schema("a", List.of()), people))))
        .contains(people);
  }

  @Test
  void furtherTablesAndColumnsInAnotherOrderChangeNothing() {
    Schema schema =
        with(
            TableDefinition.of(
                "jobs",
                List.of(
                    Column.of("since", DatetimeType.ISO),
                    Column.of("job", new StringType(null)).notNull(),
                    Column.of("id", IntegerType.INT)),
                List.of("id")),
            TableDefinition.of("other", List.of(Column.of("a", IntegerType.BIGINT)), List.of()));

    assertThat(HiringTables.areIn(schema)).isTrue();
    assertThat(schema.table("other"))
        .hasValueSatisfying(t -> assertThat(HiringTables.isRead(t)).isFalse());
  }

  @Test
  void hiresNeedNoNames() {
    Schema schema =
        new Schema(
            "s",
            List.of(
                HiringTables.DEPARTMENTS.definition(),
                HiringTables.JOBS.definition(),
                TableDefinition.of(
                    "hired_employees",
                    HiringTables.HIRED_EMPLOYEES.columns().stream()
                        .filter(column -> !column.name().equals("name"))
                        .toList(),
                    List.of("id"))));

    assertThat(HiringTables.areIn(schema)).isTrue();
    assertThat(schema.tables()).filteredOn(HiringTables::isHires).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("otherJobs")
  void aSchemaWithoutWhatIsReadHasNoReports(TableDefinition jobs) {
    Schema schema = with(jobs);

    assertThat(HiringTables.areIn(schema)).isFalse();
    assertThat(schema.tables()).noneMatch(HiringTables::isHires).noneMatch(HiringTables::isRead);
    assertThat(HiringTables.schemaIn(new Catalog(List.of(schema)))).isEmpty();
  }

  static List<TableDefinition> otherJobs() {
    Column job = Column.of("job", new StringType(255));
    Column id = Column.of("id", IntegerType.INT);
    List<String> key = List.of("id");
    return List.of(
        TableDefinition.of("Jobs", List.of(id, job), key),
        TableDefinition.of("jobs", List.of(id), key),
        TableDefinition.of("jobs", List.of(id, Column.of("title", new StringType(255))), key),
        TableDefinition.of("jobs", List.of(id, job), List.of()),
        TableDefinition.of("jobs", List.of(id, job), List.of("id", "job")),
        TableDefinition.of("jobs", List.of(id, Column.of("job", IntegerType.INT)), key),
        TableDefinition.of("jobs", List.of(Column.of("id", IntegerType.BIGINT), job), key));
  }

  /** The hiring tables, with others in the place of jobs. */
  private static Schema with(TableDefinition... others) {
    return new Schema(
        "s",
        Stream.concat(
                Stream.of(others),
                Stream.of(HiringTables.DEPARTMENTS, HiringTables.HIRED_EMPLOYEES)
                    .map(Table::definition))
            .toList());
  }
}
