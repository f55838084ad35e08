package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, data frames and databases write them, and the stored values. */
@ExtendWith(ServiceUnderTest.class)
class FileDialectsIT {
  private static final String ANN = "1|Ann|2021-01-01 00:00:00.000000|1|2";

  private final HiringServer server;
  private final Sql sql;

  FileDialectsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void departmentsAndJobs() {
    sql.empty();
    server.load("departments", "1,Alpha\n2,Beta\n");
    server.load("jobs", "1,Smith\n2,Baker\n");
  }

  private List<String> hires() {
    return sql.rows(
        "SELECT id, name, CAST(datetime AS CHAR), department_id, job_id FROM hired_employees"
            + " ORDER BY id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name,datetime,job_id,department_id",
        "id,name,datetime,\u00a0job_id,department_id",
        "\uFEFF\uFEFFid,name,datetime,job_id,department_id",
        "ID,\u200bName,Datetime\u3000,Job_Id,DEPARTMENT_ID,,",
        "\"sep=,\"\nid,name,datetime,job_id,department_id",
      })
  void aHeaderMayReorderColumnsInAnySpelling(String header) {
    server
        .load("hired_employees", header + "\n1,Ann,2021-01-01T00:00:00Z,2,1\n")
        .assertLoaded(1, 1, 0, 0, 0);

    assertThat(hires()).containsExactly(ANN);
  }

  @Test
  void withoutAHeaderEveryRecordIsARow() {
    server.load("jobs", "id,title\n3,Cook\n", "header=absent").assertLoaded(2, 1, 0, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({"windows-1252", "utf-16", "iso-8859-1", "utf-8"})
  void aByteOrderMarkOverridesTheCharset(String charset) {
    String text = "\uFEFF3,Jos\u00e9\n";

    for (Charset real :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      server
          .load("jobs", text.getBytes(real), "text/csv; charset=" + charset)
          .assertLoaded(1, 1, 0, 0, 0);
      assertThat(sql.rows("SELECT job FROM jobs")).containsExactly("Jos\u00e9");
    }
  }

  @Test
  void unicodeTextOfExcelIsRead() {
    byte[] text = "\uFEFFid\tjob\r\n3\tCook, chief\r\n".getBytes(StandardCharsets.UTF_16LE);

    server.load("jobs", text, "text/csv", "delimiter=tab").assertLoaded(1, 1, 0, 0, 0);
    server.load("jobs", text, "text/tab-separated-values").assertLoaded(1, 1, 0, 0, 0);
    assertThat(sql.rows("SELECT job FROM jobs")).containsExactly("Cook, chief");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "'sep=;\n3;Cook\n'~dry_run=false",
        "'3;Cook\n'~delimiter=;",
        "'id;job;\r\n3;Cook;\r\n;;\r\n'~delimiter=%3B",
        "'3|Cook\n'~delimiter=%7C",
        "'3\tCook\n'~delimiter=tab",
        "'3\tCook\n'~delimiter=%09",
      })
  void otherDelimitersAreRead(String csv, String option) {
    server.load("jobs", csv, option).assertLoaded(1, 1, 0, 0, 0);

    assertThat(sql.rows("SELECT id, job FROM jobs")).containsExactly("3|Cook");
  }

  @Test
  void emptyFieldsAreMissingAndBlankRecordsSkipped() {
    String csv =
        "\"1\",\"\",\"\",\"1\",\"\"\n2,Bob,, ,2.0,,\n,,,,\n\"\",\"\",\"\",\"\",\"\"\n   \n\u001A";

    server.load("hired_employees", csv).assertLoaded(2, 2, 0, 0, 0);

    assertThat(hires()).containsExactly("1||null|1|null", "2|Bob|null|null|2");
  }

  @Test
  void dataFramesAreReadFromCsvAndJson() {
    server
        .load(
            "hired_employees",
            "id,name,datetime,department_id,job_id\n1.0,Ann,2021-01-01T00:00:00Z,1.0,2.0\n")
        .assertLoaded(1, 1, 0, 0, 0);
    assertThat(hires()).containsExactly(ANN);
    String json =
        """
        [{"id":1,"name":"Ann","datetime":"2021-01-01 00:00:00.000000000","department_id":1.0,"job_id":2.00},
         {"id":2,"name":"","datetime":"","department_id":"","job_id":null}]
        """;

    server
        .send("POST", server.loadPath("hired_employees"), json, "application/json")
        .assertLoaded(2, 2, 0, 0, 0);

    assertThat(hires()).containsExactly(ANN, "2||null|null|null");
  }
}
