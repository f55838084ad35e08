package com.globant.hiring.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobDescriptionTest {
  private static ObjectNode complete() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("load_id", "an id");
    json.put(
        "data_package",
        DataPackages.dataPackage(
            "hiring", HiringTables.all().stream().map(Table::definition).toList()));
    json.put("table", "hired_employees");
    json.put("append", true);
    json.put("dry_run", false);
    json.put("abort_on_error", false);
    json.put("max_errors", 7);
    json.put("on_duplicate", "ignore");
    json.put("missing", "reject");
    json.put("header", "present");
    json.put("delimiter", ";");
    json.putArray("objects").addObject().put("name", "a").put("uri", "file:/a").put("size", 3);
    json.putObject("database")
        .put("host", "h")
        .put("port", 3306)
        .put("user", "u")
        .put("schema", "s")
        .put("service_schema", "t");
    json.put("target", "hired_employees_new");
    json.put("work", "file:/w/");
    json.put("of_a_later_release", 1);
    return json;
  }

  @Test
  void membersAreThoseOfARequest() {
    JobDescription description = JobDescription.parse(complete().toString());

    LoadRequest request = description.request();
    assertThat(request.table()).isEqualTo(HiringTables.HIRED_EMPLOYEES);
    assertThat(request.append()).isTrue();
    assertThat(request.maxErrors()).isEqualTo(7);
    assertThat(request.duplicates()).isEqualTo(DuplicateKeys.IGNORE);
    assertThat(request.missing()).isEqualTo(MissingValues.REJECT);
    assertThat(request.header()).isEqualTo(HeaderLine.PRESENT);
    assertThat(request.delimiter()).isEqualTo(Delimiter.SEMICOLON);
    assertThat(description.rowOrder()).isEqualTo(JobDescription.Order.AUTO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load_id",
        "data_package",
        "table",
        "objects",
        "database",
        "work",
        "target",
        "append"
      })
  void missingMembersAreNamed(String member) {
    ObjectNode json = complete();
    json.remove(member);

    assertThatThrownBy(() -> JobDescription.parse(json.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(member);
  }

  @Test
  void aFolderWithoutASlashIsRefused() {
    assertThatThrownBy(() -> JobDescription.parse(complete().put("work", "file:/w").toString()))
        .hasMessageContaining("end with a slash");
  }

  @Test
  void textThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> JobDescription.parse("no")).hasMessageContaining("cannot be read");
  }
}
