package com.globant.hiring.domain.table;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void theColumnsStandAsInTheFiles() {
    assertThat(Table.DEPARTMENTS.columnNames()).containsExactly("id", "department");
    assertThat(Table.JOBS.columnNames()).containsExactly("id", "job");
    assertThat(Table.HIRED_EMPLOYEES.columnNames())
        .containsExactly("id", "name", "datetime", "department_id", "job_id");
  }

  @Test
  void hiresPointToDepartmentsAndJobs() {
    assertThat(Table.HIRED_EMPLOYEES.columns())
        .containsExactly(
            new Column("id", ColumnType.INTEGER, null),
            new Column("name", ColumnType.STRING, null),
            new Column("datetime", ColumnType.TIMESTAMP, null),
            new Column("department_id", ColumnType.INTEGER, Table.DEPARTMENTS),
            new Column("job_id", ColumnType.INTEGER, Table.JOBS));
    assertThat(Table.HIRED_EMPLOYEES.referencedTables())
        .containsExactly(Table.DEPARTMENTS, Table.JOBS);
    assertThat(Table.HIRED_EMPLOYEES.referencingTables()).isEmpty();
  }

  @Test
  void departmentsAndJobsPointNowhere() {
    assertThat(Table.DEPARTMENTS.referencedTables()).isEmpty();
    assertThat(Table.JOBS.referencedTables()).isEmpty();
    assertThat(Table.DEPARTMENTS.referencingTables()).containsExactly(Table.HIRED_EMPLOYEES);
    assertThat(Table.JOBS.referencingTables()).containsExactly(Table.HIRED_EMPLOYEES);
    assertThat(Table.HIRED_EMPLOYEES.columnsReferencing(Table.JOBS))
        .extracting(Column::name)
        .containsExactly("job_id");
  }

  @Property
  void everyTableHasAnIntegerKeyInFront(@ForAll Table table) {
    assertThat(table.columns().get(Table.KEY))
        .isEqualTo(new Column("id", ColumnType.INTEGER, null));
  }

  @Property
  void everyTableIsFoundByItsName(@ForAll Table table) {
    assertThat(Table.named(table.tableName())).hasValue(table);
  }

  @Test
  void namesAreTakenToTheLetter() {
    assertThat(Table.named("Departments")).isEmpty();
    assertThat(Table.named("DEPARTMENTS")).isEmpty();
    assertThat(Table.named(" jobs")).isEmpty();
    assertThat(Table.named("")).isEmpty();
    assertThat(Table.named("jobs; DROP TABLE jobs")).isEmpty();
    assertThat(Table.names()).isEqualTo("departments, jobs, hired_employees");
  }
}
