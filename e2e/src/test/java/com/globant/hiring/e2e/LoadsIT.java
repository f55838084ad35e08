package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that succeed: media types, tables, parameters, stored values and answers. */
@ExtendWith(ServiceUnderTest.class)
class LoadsIT {
  private static final String DEPARTMENTS = "1,Sales\n2,Engineering\n";
  private static final List<String> STORED = List.of("1|Sales", "2|Engineering");

  private final HiringServer server;
  private final Sql sql;

  LoadsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  private List<String> departments() {
    return sql.rows("SELECT id, department FROM departments ORDER BY id");
  }

  @Test
  void theReportHasAllFieldsOfTheContract() throws Exception {
    Answer answer = server.load("departments", DEPARTMENTS + "x,bad\n3,\n");

    answer.assertLoaded(4, 3, 0, 0, 1);
    JsonNode report = answer.json();
    byte[] body = (DEPARTMENTS + "x,bad\n3,\n").getBytes(StandardCharsets.UTF_8);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(report.get("message").asText()).isEqualTo("Data loaded successfully!");
    assertThat(report.get("load_id").asText()).hasSize(36);
    assertThat(report.get("status").asText()).isEqualTo("committed");
    assertThat(report.get("schema").asText()).isEqualTo(server.schema());
    assertThat(report.get("table").asText()).isEqualTo("departments");
    assertThat(report.get("append").asBoolean(true)).isFalse();
    assertThat(report.get("dry_run").asBoolean(true)).isFalse();
    assertThat(report.at("/rows/incomplete").asInt()).isEqualTo(1);
    assertThat(report.get("bytes").asInt()).isEqualTo(body.length);
    assertThat(report.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    assertThat(report.get("elapsed_ms").isNumber()).isTrue();
    assertThat(report.get("errors")).hasSize(1);
    assertThat(departments()).containsExactly("1|Sales", "2|Engineering", "3|null");
  }

  @Test
  void refusedRowsAreReturnedUnchanged() {
    Answer answer = server.load("departments", "1,Sales\n\"x\",\"a, \"\"b\"\"\"\n2,Legal,extra\n");

    String rejects = server.fetch(answer.json().get("rejects_url").asText()).text();

    assertThat(rejects.lines().toList())
        .satisfiesExactly(
            header -> assertThat(header).isEqualTo("line,column,code,message,raw"),
            first ->
                assertThat(first)
                    .startsWith("2,id,invalid_integer,")
                    .endsWith("\"\"\"x\"\",\"\"a, \"\"\"\"b\"\"\"\"\"\"\""),
            second ->
                assertThat(second).startsWith("3,,too_many_fields,").endsWith("\"2,Legal,extra\""));
  }

  @Test
  void noRefusedRowsMeansNoUrl() {
    JsonNode report = server.load("departments", DEPARTMENTS).json();

    assertThat(report.get("rejects_url").isNull()).isTrue();
    assertThat(report.get("errors")).isEmpty();
  }

  @Test
  void replaceIsTheDefaultAndAppendAdds() {
    server.load("departments", "8,Old\n9,Older\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("departments", DEPARTMENTS).assertLoaded(2, 2, 0, 0, 0);
    assertThat(departments()).isEqualTo(STORED);

    server.load("departments", "3,Legal\n", "append=true").assertLoaded(1, 1, 0, 0, 0);
    assertThat(departments()).containsExactly("1|Sales", "2|Engineering", "3|Legal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT"})
  void postAndPutAreEqual(String method) {
    server
        .send(method, server.loadPath("departments"), DEPARTMENTS, "text/csv")
        .assertLoaded(2, 2, 0, 0, 0);
    assertThat(departments()).isEqualTo(STORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/csv", "text/csv; charset=utf-8", "application/octet-stream"})
  void theseMediaTypesAreCsv(String type) {
    server
        .load("departments", DEPARTMENTS.getBytes(StandardCharsets.UTF_8), type)
        .assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void aBodyWithoutATypeIsCsv() {
    server
        .send("PUT", server.loadPath("departments"), BodyPublishers.ofString(DEPARTMENTS))
        .assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void aBodyOfUnknownLengthIsStreamed() {
    server.stream(
            "departments",
            () -> new ByteArrayInputStream(DEPARTMENTS.getBytes(StandardCharsets.UTF_8)))
        .assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void theFileOfAFormIsLoaded() {
    String form =
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d.csv\"\r\n"
            + "Content-Type: text/csv; header=absent\r\n\r\n"
            + DEPARTMENTS
            + "\r\n--X--\r\n";

    Answer answer =
        server.load(
            "departments",
            form.getBytes(StandardCharsets.UTF_8),
            "multipart/form-data; boundary=X");

    answer.assertLoaded(2, 2, 0, 0, 0);
    assertThat(answer.json().get("bytes").asInt()).isEqualTo(DEPARTMENTS.length());
    assertThat(departments()).isEqualTo(STORED);
  }

  @Test
  void compressedBodiesAreDecodedAndMeasuredDecoded() {
    assertCoded("gzip", SendingMode.gzip(DEPARTMENTS));
    assertCoded("zstd", Zstd.compress(DEPARTMENTS.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertCoded(String coding, byte[] body) {
    Answer answer =
        server.send(
            "PUT",
            server.loadPath("departments"),
            BodyPublishers.ofByteArray(body),
            "Content-Encoding",
            coding);
    answer.assertLoaded(2, 2, 0, 0, 0);
    assertThat(answer.json().get("bytes").asInt()).isEqualTo(DEPARTMENTS.length());
    assertThat(departments()).isEqualTo(STORED);
  }

  @Test
  void jsonRowsHaveTheSameRules() {
    String json =
        """
        [{"id": 1, "department": "Sales"},
         {"department": "Engineering", "id": "2"},
         {"id": 5.5, "department": "refused"},
         {"id": 3, "department": null},
         {"id": 4},
         {"id": null, "department": "refused"}]
        """;

    Answer answer = server.send("POST", server.loadPath("departments"), json, "application/json");

    answer.assertLoaded(6, 4, 0, 0, 2);
    assertThat(answer.json().at("/rows/incomplete").asInt()).isEqualTo(2);
    assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(3);
    assertThat(answer.errorCode(0)).isEqualTo("invalid_integer");
    assertThat(answer.errorCode(1)).isEqualTo("required");
    assertThat(departments()).containsExactly("1|Sales", "2|Engineering", "3|null", "4|null");
  }

  @ParameterizedTest
  @CsvSource({
    "'ID , Department\n1,Sales\n2,Engineering\n',auto",
    "'department,id\nSales,1\nEngineering,2\n',auto",
    "'department,id\nSales,1\nEngineering,2\n',present",
    "'1,Sales\n2,Engineering\n',absent"
  })
  void aHeaderIsFoundAndMayReorder(String csv, String header) {
    server.load("departments", csv, "header=" + header).assertLoaded(2, 2, 0, 0, 0);
    assertThat(departments()).isEqualTo(STORED);
  }

  @Test
  void theQueryOverridesTheHeaderParameterOfTheMediaType() {
    byte[] reordered = "department,id\nSales,1\n".getBytes(StandardCharsets.UTF_8);

    server.load("departments", reordered, "text/csv; header=present").assertLoaded(1, 1, 0, 0, 0);
    server
        .load("departments", reordered, "text/csv; header=absent")
        .assertProblem(422, "no_rows_accepted");
    server
        .load("departments", reordered, "text/csv; header=absent", "header=auto")
        .assertLoaded(1, 1, 0, 0, 0);
  }

  @Test
  void aHeaderRepeatedInTheFileIsARefusedRow() {
    server
        .load("departments", "id,department\n1,Sales\nid,department\n2,Engineering\n")
        .assertLoaded(3, 2, 0, 0, 1);
  }

  @Test
  void otherCharsetsAreDecoded() {
    byte[] latin = "1,Direcci\u00f3n\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "1,Direcci\u00f3n\n".getBytes(StandardCharsets.UTF_16);

    server.load("departments", latin, "text/csv; charset=windows-1252").assertLoaded(1, 1, 0, 0, 0);
    assertThat(departments()).containsExactly("1|Direcci\u00f3n");
    server.load("departments", utf16, "text/csv; charset=utf-16").assertLoaded(1, 1, 0, 0, 0);
    assertThat(departments()).containsExactly("1|Direcci\u00f3n");
  }

  @Test
  void stringsAreStoredUnchanged() {
    String csv =
        "1,Robert'); DROP TABLE departments;--\n"
            + "2,=HYPERLINK(\"\"http://x\"\")\n"
                .replace("=HYPERLINK(\"\"http://x\"\")", "\"=HYPERLINK(\"\"http://x\"\")\"")
            + "3,NULL\n4,\\N\n5,N/A\n6,\"\"\n7,  blanks  \n8,\uD83D\uDE80 \u00e9\n9,back\\slash\n10,\"a,b\r\nc\"\n11,tab\there\n";

    server.load("departments", csv).assertLoaded(11, 11, 0, 0, 0);

    assertThat(departments())
        .containsExactly(
            "1|Robert'); DROP TABLE departments;--",
            "2|=HYPERLINK(\"http://x\")",
            "3|NULL",
            "4|\\N",
            "5|N/A",
            "6|",
            "7|  blanks  ",
            "8|\uD83D\uDE80 \u00e9",
            "9|back\\slash",
            "10|a,b\r\nc",
            "11|tab\there");
  }

  @Test
  void datetimesAreStoredInUtcToTheMicrosecond() {
    server.load("departments", "1,Sales\n");
    server.load("jobs", "1,Recruiter\n");
    String csv =
        "1,a,2021-11-07T02:48:42Z,1,1\n"
            + "2,b,2021-12-31 23:30:00.123456-02:00,1,1\n"
            + "3,c,2021-05-30,1,1\n"
            + "4,d,2021-05-30T07:15,1,1\n"
            + "5,e,,,\n";

    Answer answer = server.load("hired_employees", csv);

    answer.assertLoaded(5, 5, 0, 0, 0);
    assertThat(answer.json().at("/rows/incomplete").asInt()).isEqualTo(1);
    assertThat(
            sql.rows("SELECT id, CAST(datetime AS CHAR), job_id FROM hired_employees ORDER BY id"))
        .containsExactly(
            "1|2021-11-07 02:48:42.000000|1",
            "2|2022-01-01 01:30:00.123456|1",
            "3|2021-05-30 00:00:00.000000|1",
            "4|2021-05-30 07:15:00.000000|1",
            "5|null|null");
  }

  @Test
  void aDryRunGivesTheSameAnswerAndStoresNothing() {
    server.load("departments", "1,Old\n");
    String csv = "1,taken\n2,New\nx,bad\n2,twice\n3,\n";

    ObjectNode dry =
        (ObjectNode) server.load("departments", csv, "append=true", "dry_run=true").json();
    List<String> afterDry = departments();
    ObjectNode real = (ObjectNode) server.load("departments", csv, "append=true").json();

    assertThat(afterDry).containsExactly("1|Old");
    assertThat(dry.get("status").asText()).isEqualTo("validated");
    assertThat(real.get("status").asText()).isEqualTo("committed");
    List<String> own =
        List.of("load_id", "status", "dry_run", "message", "elapsed_ms", "rejects_url");
    assertThat(dry.remove(own)).isEqualTo(real.remove(own));
    assertThat(departments()).containsExactly("1|Old", "2|New", "3|null");
  }

  @Test
  void aDryRunOfAReplaceIsRefusedLikeTheReplace() {
    server.load("departments", "1,Sales\n");
    server.load("hired_employees", "1,Ada,2021-01-01,1,\n");

    server.load("departments", "2,Legal\n", "dry_run=true").assertProblem(409, "referenced_rows");
  }

  @ParameterizedTest
  @CsvSource({
    "reject,'1|Old','2|New','3|first',2,0,0,2",
    "ignore,'1|Old','2|New','3|first',2,0,2,0",
    "update,'1|taken','2|New','3|second',2,2,0,0"
  })
  void duplicatesInTableAndFileFollowOnDuplicate(
      String policy,
      String first,
      String second,
      String third,
      int inserted,
      int updated,
      int ignored,
      int rejected) {
    server.load("departments", "1,Old\n");

    Answer answer =
        server.load(
            "departments",
            "1,taken\n2,New\n3,first\n3,second\n",
            "append=true",
            "on_duplicate=" + policy);

    answer.assertLoaded(4, inserted, updated, ignored, rejected);
    assertThat(departments()).containsExactly(first, second, third);
    if (rejected > 0) {
      assertThat(answer.errorCode(0)).isEqualTo("duplicate_key");
      assertThat(answer.json().at("/errors/1/line").asInt()).isEqualTo(4);
    }
  }

  @Test
  void aRepeatedAppendWithIgnoreSucceeds() {
    server.load("departments", DEPARTMENTS, "append=true", "on_duplicate=ignore");

    server
        .load("departments", DEPARTMENTS, "append=true", "on_duplicate=ignore")
        .assertLoaded(2, 0, 0, 2, 0);
  }

  @Test
  void theSampleFilesLoad() throws IOException {
    Path files = Path.of("..", "..", "shared", "data");
    Assumptions.assumeTrue(Files.isDirectory(files), "the historical files are not here");
    for (String table : List.of("departments", "jobs")) {
      server.load(table, Files.readString(files.resolve(table + ".csv")));
    }
    String hires = Files.readString(files.resolve("hired_employees.csv"));

    Answer strict = server.load("hired_employees", hires, "missing=reject");
    Answer lenient = server.load("hired_employees", hires);

    strict.assertLoaded(1999, 1929, 0, 0, 70);
    assertThat(strict.json().at("/errors/0").toString())
        .contains("\"line\":2,\"column\":\"job_id\",\"code\":\"required\",\"value\":\"\"");
    assertThat(strict.json().get("bytes").asInt()).isEqualTo(90934);
    lenient.assertLoaded(1999, 1999, 0, 0, 0);
    assertThat(lenient.json().at("/rows/incomplete").asInt()).isEqualTo(70);
    assertThat(server.get("/first_sql_requirement?year=2021").json().get("rows").asInt())
        .isEqualTo(938);
  }
}
