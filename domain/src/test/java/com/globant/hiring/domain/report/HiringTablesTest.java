package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
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
    assertThat(HiringTables.HIRED_EMPLOYEES.columnsReferencing(HiringTables.JOBS))
        .extracting(Column::name)
        .containsExactly("job_id");
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void firstColumnIsAnIntegerKey(Table table) {
    assertThat(table.columns().get(Table.KEY)).isEqualTo(Column.of("id", IntegerType.INT));
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
}
