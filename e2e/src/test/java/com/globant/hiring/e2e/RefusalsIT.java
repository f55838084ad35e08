package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Refusals of files and rows: their bodies, and that nothing changed. Those of requests are tested
 * with the HTTP adapter.
 */
@ExtendWith(ServiceUnderTest.class)
class RefusalsIT {
  private final HiringServer server;
  private final Sql sql;

  RefusalsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void twoDepartmentsAndAHire() {
    sql.empty();
    server.load("departments", "1,Sales\n2,Engineering\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
    server.load("hired_employees", "1,Ada,2021-01-01T00:00:00Z,1,1\n").assertLoaded(1, 1, 0, 0, 0);
  }

  private void assertNothingChanged() {
    assertThat(sql.rows("SELECT id, department FROM departments ORDER BY id"))
        .containsExactly("1|Sales", "2|Engineering");
    assertThat(sql.rows("SELECT id, name FROM hired_employees")).containsExactly("1|Ada");
  }

  @Test
  void anUnsupportedCodingGets415WithTheSupportedOnes() {
    Answer answer =
        server.send(
            "POST",
            server.loadPath("departments"),
            BodyPublishers.ofString("3,Legal\n"),
            "Content-Type",
            "text/csv",
            "Content-Encoding",
            "br");

    answer.assertProblem(415, "unsupported_media_type").assertDetailContains("br", "gzip");
    assertThat(answer.header("Accept-Encoding")).contains("gzip").contains("zstd");
  }

  @ParameterizedTest
  @CsvSource({
    "504B0304140006000800,XLSX",
    "31002C0041000A00,UTF-16",
    "3C21444F43545950452068746D6C3E,HTML",
    "0A3C68746D6C3E,HTML"
  })
  void otherFileFormatsAreRecognisedByTheirFirstBytes(String hex, String what) {
    Answer answer = server.load("departments", java.util.HexFormat.of().parseHex(hex), "text/csv");

    answer.assertProblem(415, "unsupported_media_type");
    assertThat(answer.json().get("detail").asText()).containsIgnoringCase(what);
    assertNothingChanged();
  }

  @Test
  void anEmptyBodyIsRefused() {
    server.load("departments", "").assertProblem(400, "empty_body");
    server.load("departments", "\r\n\n").assertProblem(400, "empty_body");
    server
        .send(
            "POST",
            server.loadPath("departments"),
            BodyPublishers.ofInputStream(java.io.InputStream::nullInputStream),
            "Content-Type",
            "text/csv")
        .assertProblem(400, "empty_body");
    assertNothingChanged();
  }

  @Test
  void anUnclosedQuoteIsMalformed() {
    server
        .load("departments", "3,Legal\n4,\"Finance\n5,IT\n")
        .assertProblem(400, "malformed_csv")
        .assertDetailContains("line 2");
    assertNothingChanged();
  }

  @Test
  void anUnknownJsonColumnIsNamed() {
    server
        .send(
            "POST",
            server.loadPath("departments"),
            "[{\"id\": 3, \"name\": \"x\"}]",
            "application/json")
        .assertProblem(400, "unknown_column")
        .assertDetailContains("name");
  }

  @Test
  void aFieldOverTheLimitIsTooLarge() {
    server
        .load("departments", "3," + "x".repeat(131_073) + "\n", "append=true")
        .assertProblem(413, "field_too_large");
    server
        .load("departments", "3,\"" + "x".repeat(2_000_000), "append=true")
        .assertProblem(413, "field_too_large");
    server
        .load("departments", "3," + "x".repeat(131_072) + "\n4,Legal\n", "append=true")
        .assertLoaded(2, 1, 0, 0, 1);
  }

  @Test
  void aReplaceThatWouldOrphanRowsNamesTheirIds() {
    server
        .load("departments", "2,Engineering\n3,Legal\n")
        .assertProblem(409, "referenced_rows")
        .assertDetailContains("hired_employees", "1");
    server.load("jobs", "7,Clerk\n").assertProblem(409, "referenced_rows");
    assertNothingChanged();
  }

  @Test
  void aFileWithoutAcceptedRowsGets422WithItsErrors() {
    Answer answer = server.load("departments", "x,Legal\n,Finance\n");

    answer.assertProblem(422, "no_rows_accepted");
    assertThat(answer.errorCode(0)).isEqualTo("invalid_integer");
    assertThat(answer.errorCode(1)).isEqualTo("required");
    assertThat(answer.json().get("load_id").asText()).isNotBlank();
    assertThat(server.fetch(answer.json().get("rejects_url").asText()).text())
        .contains("x,Legal")
        .contains(",Finance");
    server.load("departments", "id,department\n").assertProblem(422, "no_rows_accepted");
    assertNothingChanged();
  }

  @Test
  void oneRefusedRowTooManyEndsTheLoad() {
    Answer answer = server.load("departments", "3,Legal\nx,a\ny,b\nz,c\nq,d\n", "max_errors=2");

    answer.assertProblem(422, "too_many_errors").assertDetailContains("line 4", "max_errors=2");
    assertThat(answer.json().get("errors")).hasSize(3);
    server
        .load("departments", "3,Legal\nx,a\ny,b\n", "append=true", "max_errors=2", "dry_run=true")
        .assertLoaded(3, 1, 0, 0, 2);
    assertNothingChanged();
  }

  @Test
  void onErrorAbortEndsAtTheFirstRefusedRow() {
    Answer answer =
        server.load("departments", "3,Legal\nx,a\ny,b\n", "append=true", "on_error=abort");

    answer.assertProblem(422, "aborted_on_error").assertDetailContains("line 2", "id");
    assertThat(answer.json().get("errors")).hasSize(1);
    assertNothingChanged();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ",Ann,2021-01-01,1,1;required;id;''",
        "2,Ann,2021-01-01,1,;required;job_id;''",
        "2.5,Ann,2021-01-01,1,1;invalid_integer;id;2.5",
        "2147483648,Ann,2021-01-01,1,1;out_of_range;id;2147483648",
        "2,Ann,2021-02-30,1,1;invalid_datetime;datetime;2021-02-30",
        "2,Ann,0999-12-31,1,1;out_of_range;datetime;0999-12-31",
        "2,Ann,2021-01-01,9,1;unknown_reference;department_id;9",
        "2,Ann,2021-01-01,1,8;unknown_reference;job_id;8",
        "1,Ann,2021-01-01,1,1;duplicate_key;id;1"
      })
  void aRefusedValueHasColumnCodeAndValue(String row, String code, String column, String value) {
    Answer answer =
        server.load(
            "hired_employees",
            row + "\n3,Bob,2021-01-01,1,1\n",
            "append=true",
            "missing=reject",
            "dry_run=true");

    answer.assertLoaded(2, 1, 0, 0, 1);
    JsonNode error = answer.json().at("/errors/0");
    assertThat(error.get("line").asInt()).isEqualTo(1);
    assertThat(error.get("code").asText()).isEqualTo(code);
    assertThat(error.get("column").asText()).isEqualTo(column);
    assertThat(error.get("value").asText()).isEqualTo(value);
    assertThat(error.get("message").asText()).contains(column);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2,Ann,2021-01-01,1;too_few_fields",
        "2,Ann,2021-01-01,1,1,1;too_many_fields",
        "2,\"Ann\"x,2021-01-01,1,1;malformed"
      })
  void aRefusedRecordHasItsCode(String row, String code) {
    Answer answer =
        server.load(
            "hired_employees", row + "\n3,Bob,2021-01-01,1,1\n", "append=true", "dry_run=true");

    answer.assertLoaded(2, 1, 0, 0, 1);
    assertThat(answer.errorCode(0)).isEqualTo(code);
    assertThat(answer.json().at("/errors/0/column").isNull()).isTrue();
  }

  @Test
  void tooLongTextAndInvalidBytesAreRefused() {
    byte[] latin = "3,Jos\u00e9\n4,Legal\n".getBytes(StandardCharsets.ISO_8859_1);

    Answer undecodable =
        server.load("departments", latin, "text/csv", "append=true", "dry_run=true");
    Answer tooLong =
        server.load(
            "departments", "3," + "é".repeat(256) + "\n4,Legal\n", "append=true", "dry_run=true");

    assertThat(undecodable.assertLoaded(2, 1, 0, 0, 1).errorCode(0)).isEqualTo("invalid_encoding");
    assertThat(undecodable.json().at("/errors/0/value").asText()).isEqualTo("Jos\\xE9");
    assertThat(tooLong.assertLoaded(2, 1, 0, 0, 1).errorCode(0)).isEqualTo("too_long");
  }
}
