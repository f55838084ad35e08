package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.leftInDatabase;
import static com.globant.hiring.e2e.BulkSources.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.e2e.BulkSources.HeldPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads of sources that the Spark job reads and writes, and that the service publishes. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkLoadsIT {
  @TempDir private static Path directory;
  private static BulkSources sources;
  private static OwnService service;
  private static HiringServer server;
  private static Sql sql;

  @BeforeAll
  static void start() throws IOException {
    sources = new BulkSources(directory);
    service = OwnService.start(directory.resolve("data"), sources.settings());
    server = service.server();
    sql = service.sql();
  }

  @AfterAll
  static void stop() {
    service.close();
    sql.drop(sql.schema());
    sources.close();
  }

  @BeforeEach
  void departmentsAndJobs() {
    sql.empty();
    server.load("departments", "1,Sales\n2,\"Legal, EU\"\n").assertStatus(200);
    server.load("jobs", "1,Recruiter\n2,Año 🚀\n").assertStatus(200);
  }

  /** What people see of a load, without what differs from load to load. */
  private record Seen(JsonNode load, String rejects, List<String> content, List<String> reports) {

    static Seen of(JsonNode ended) {
      ObjectNode load = ended.deepCopy();
      load.remove(
          List.of(
              "load_id",
              "engine",
              "run",
              "request_id",
              "started_at",
              "ended_at",
              "elapsed_ms",
              "rejects",
              "reports"));
      JsonNode path = ended.get("rejects");
      String rejects = path.isNull() ? "" : server.get(path.asText(), "Accept", "text/csv").text();
      return new Seen(load, rejects, hires(), reportsOfTable());
    }

    private static List<String> hires() {
      return sql.rows(
          "SELECT id, name, datetime, department_id, job_id FROM hired_employees ORDER BY id");
    }
  }

  /** The reports on the hires in the table. */
  private static List<String> reportsOfTable() {
    return allReports("/first_sql_requirement?", "/second_sql_requirement?");
  }

  /** The CSV of reports on several years, and the file behind a link to each of them. */
  private static List<String> allReports(String... paths) {
    List<String> reports = new ArrayList<>();
    for (String path : paths) {
      for (int year = 2020; year <= 2021; year++) {
        String ofYear = "%s&year=%d".formatted(path, year);
        reports.add(server.get(ofYear, "Accept", "text/csv").assertStatus(200).text());
        String link = server.get(ofYear).assertStatus(200).json().get("presigned-url").asText();
        reports.add(server.fetch(link).assertStatus(200).text());
      }
    }
    return reports;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private static void putHires(String folder) throws IOException {
    sources.put(
        folder + "a.csv",
        """
        1,Ana,2021-02-03T00:00:00Z,1,1
        2,"Zoë ""Z"" O'Neil",2021-05-03 10:00:00.5,2,2
        1,Again,2021-02-03,1,1
        x,Bad,2021-02-03,1,1
        3,No department,2021-02-03,9,1
        ,No id,2021-02-03,1,1
        99999999999,Too large,2021-02-03,1,1
        10,Few
        11,Many,2021-02-03,1,1,more
        12,"Quotes"x,2021-02-03,1,1
        13,%s,2021-02-03,1,1
        """
            .formatted("long".repeat(64)));
    sources.put(folder + "aa.csv", "14,Zo\u00EB,2021-02-03,1,1\n".getBytes(ISO_8859_1));
    sources.put(
        folder + "b.csv.gz",
        gzip("job_id,id,name,datetime,department_id\n2,7,Mía,2020-12-31,1\n,8,,,\n"));
    sources.put(
        folder + "c.csv",
        "5,\"two\nlines\",2021-11-30,2,1\n6,Late,31/12/2021,1,1\n2,Taken,2021-01-01,1,1\n");
    sources.put(folder + "d.csv", "");
  }

  private Seen loaded(String folder, String engine, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("engine=" + engine);
    JsonNode load =
        ended(server, sources.load(server, "hired_employees", folder, all.toArray(new String[0])));
    assertThat(load.get("engine").asText()).isEqualTo(engine);
    assertThat(load.get("run").isNull()).as("%s", load).isEqualTo(engine.equals("service"));
    return Seen.of(load);
  }

  @Test
  void sparkLoadsAndReportsWhatTheServiceDoes() throws Exception {
    putHires("equal/");
    Seen byService = loaded("equal/", "service");
    assertThat(byService.load().get("status").asText()).isEqualTo("committed");
    assertThat(byService.load().at("/rows/rejected").asInt()).isEqualTo(12);
    assertThat(byService.rejects())
        .as("refusals with all codes that hires can have")
        .contains("required", "invalid_integer", "invalid_datetime", "out_of_range", "too_long")
        .contains("too_few_fields", "too_many_fields", "malformed", "invalid_encoding")
        .contains("unknown_reference", "duplicate_key");
    sql.execute("DELETE FROM hired_employees");

    assertThat(loaded("equal/", "spark")).isEqualTo(byService);

    // A dry run leaves all of that as it is.
    Seen dryByService = loaded("equal/", "service", "dry_run=true");
    assertThat(loaded("equal/", "spark", "dry_run=true")).isEqualTo(dryByService);
    assertThat(dryByService.content()).isEqualTo(byService.content());

    // An append to a table with rows.
    sources.put(
        "more/a.csv", "1,Taken,2021-01-01,1,1\n11,Eva,2021-07-01,1,2\n12,Bo,2020-07-01,2,1\n");
    Seen more = loaded("more/", "spark", "append=true");
    assertThat(more.load().at("/rows/inserted").asInt()).isEqualTo(2);
    assertThat(more.load().at("/rows/rejected").asInt()).isEqualTo(1);
    sql.execute("DELETE FROM hired_employees WHERE id > 10");
    Seen moreByService = loaded("more/", "service", "append=true");
    assertThat(more.content()).isEqualTo(moreByService.content());
    assertThat(more.rejects()).isEqualTo(moreByService.rejects());

    Eventually.until(
        "nothing is left", () -> leftInDatabase(sql).isEmpty() && sources.leftByJobs().isEmpty());
  }

  @Test
  void reportsOfADryRunAreThoseOfTheLoadOfTheSameFiles() throws Exception {
    server.load("hired_employees", "1,Former,2021-01-01,2,1\n").assertStatus(200);
    sources.put("reported/e.csv", new GeneratedHires(100, 500).readAllBytes());
    sources.put("reported/f.csv", "20,No job,2021-03-01,1,\n");
    putHires("reported/");
    List<String> before = databaseRows();
    List<String> reportsBefore = reportsOfTable();

    JsonNode dryRun =
        ended(
            server,
            sources.load(server, "hired_employees", "reported/", "engine=spark", "dry_run=true"));

    assertThat(dryRun.get("status").asText()).as("%s", dryRun).isEqualTo("validated");
    JsonNode links = dryRun.get("reports");
    String byQuarter = links.get("hires_by_quarter").asText();
    String aboveMean = links.get("departments_above_mean").asText();
    List<String> reports = allReports(byQuarter, aboveMean);
    assertThat(databaseRows()).isEqualTo(before);
    assertThat(reportsOfTable()).isEqualTo(reportsBefore).isNotEqualTo(reports);

    JsonNode load =
        ended(server, sources.load(server, "hired_employees", "reported/", "engine=service"));
    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.get("reports").isNull()).isTrue();
    assertThat(reports).isEqualTo(reportsOfTable());
    assertThat(reports.get(2)).contains("Legal, EU");
    // What is loaded later is not in them.
    server.load("hired_employees", "1,Other,2021-01-01,1,1\n").assertStatus(200);
    assertThat(allReports(byQuarter, aboveMean)).isEqualTo(reports);
  }

  /** Everything in the tables of the schema, those of the service too. */
  private static List<String> databaseRows() {
    List<String> rows = new ArrayList<>(Seen.hires());
    rows.addAll(sql.rows("SELECT id, department FROM departments ORDER BY id"));
    rows.addAll(sql.rows("SELECT id, job FROM jobs ORDER BY id"));
    rows.addAll(
        sql.rows("SELECT load_id, hire_year, part, cells FROM hires_summary ORDER BY 1, 2, 3"));
    return rows;
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void cancelledLoadInThePhaseWritingLeavesNothing() throws Exception {
    server.load("hired_employees", "1,Former,2021-01-01,1,1\n").assertStatus(200);
    sources.put("cancel/a.csv", new GeneratedHires(10, 1000).readAllBytes());
    sources.put("cancel/b.csv", new GeneratedHires(5000, 1000).readAllBytes());
    Answer accepted = sources.load(server, "hired_employees", "cancel/", "engine=spark");
    String loadId = accepted.assertStatus(202).json().get("load_id").asText();
    try (HeldPart held = new HeldPart(sql, loadId, 1)) {
      BulkSources.until(
          "one of two parts is written",
          () -> {
            JsonNode load = record(server, loadId);
            JsonNode run = load.get("run");
            return load.at("/rows/inserted").asInt() == 1000
                && run.at("/phase").asText().equals("writing")
                && run.at("/parts/total").asInt() == 2
                && run.at("/parts/done").asInt() == 1;
          });

      Answer cancelled = server.send("DELETE", "/loads/" + loadId, BodyPublishers.noBody());

      assertThat(cancelled.assertStatus(200).json().get("status").asText()).isEqualTo("cancelled");
    }
    assertThat(sql.rows("SELECT id, name FROM hired_employees")).containsExactly("1|Former");
    Eventually.until(
        "nothing is left", () -> leftInDatabase(sql).isEmpty() && sources.leftByJobs().isEmpty());
    JsonNode run = record(server, loadId).get("run");
    assertThat(run.get("engine").asText()).isEqualTo("spark-submit");
    BulkSources.until("the driver has ended", () -> !isAlive(run.get("id").asText()));
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void loadWhoseDriverIsKilledFails() throws Exception {
    sources.put("driver/a.csv", new GeneratedHires(10, 1000).readAllBytes());
    Answer accepted = sources.load(server, "hired_employees", "driver/", "engine=spark");
    String loadId = accepted.assertStatus(202).json().get("load_id").asText();
    try (HeldPart held = new HeldPart(sql, loadId, 0)) {
      BulkSources.until(
          "the job writes",
          () -> record(server, loadId).at("/run/phase").asText().equals("writing"));
      long pid = pid(record(server, loadId).at("/run/id").asText());
      assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();

      JsonNode load = ended(server, loadId);

      assertThat(load.get("status").asText()).isEqualTo("failed");
      assertThat(load.at("/problem/code").asText()).isEqualTo("bulk_run_failed");
      assertThat(load.at("/problem/detail").asText()).contains("spark-submit", "exit code 137");
    }
    assertThat(sql.count("hired_employees")).isZero();
    Eventually.until(
        "nothing is left", () -> leftInDatabase(sql).isEmpty() && sources.leftByJobs().isEmpty());
  }

  static long pid(String runId) {
    return Long.parseLong(runId.substring(0, runId.indexOf('@')));
  }

  static boolean isAlive(String runId) {
    return ProcessHandle.of(pid(runId)).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void engineIsOnlyForSourcesAndForWhatItCanLoad() {
    server
        .load("departments", "1,Sales\n", "engine=spark")
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("engine=spark is for a source");
    server.load("departments", "1,Sales\n", "engine=auto").assertStatus(200);
    sources
        .load(server, "departments", "none/", "engine=spark", "append=true", "on_duplicate=update")
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("Spark updates rows only");
  }
}
