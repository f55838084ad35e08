package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.isDriverAlive;
import static com.globant.hiring.e2e.BulkSources.phase;
import static com.globant.hiring.e2e.BulkSources.record;
import static com.globant.hiring.e2e.BulkSources.runId;
import static com.globant.hiring.e2e.SendingMode.gzip;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.e2e.BulkSources.HeldRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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
    Map<String, String> settings = sources.settings();
    // Statements of killed jobs wait for rows that a test holds, and the service for them.
    settings.put("HIRING_DATABASE_LOCK_WAIT_SECONDS", "1");
    settings.put("HIRING_BULK_AUTO_TABLE_BYTES", "1000");
    service = OwnService.start(directory.resolve("data"), settings);
    server = service.server();
    sql = service.sql();
  }

  @AfterAll
  static void stop() throws IOException {
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

  private static void putHires(String folder) {
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

    // An append that updates rows of the table, and its own.
    sources.put(
        "updates/a.csv",
        "1,Moved,2020-03-01,2,\n13,New,2021-07-01,1,2\n2,Undated,,2,2\n13,Twice,,1,2\nx,Bad,2021-01-01,1,1\n");
    sources.put("updates/b.csv", "1,Moved again,2020-10-01,1,2\n14,Short,2020-01-01\n");
    // The DELETE above has left the summary as it was, so each of both begins with a replace.
    loaded("equal/", "service");
    Seen updated = loaded("updates/", "spark", "append=true", "on_duplicate=update");
    assertThat(updated.load().at("/rows/inserted").asInt()).isEqualTo(1);
    assertThat(updated.load().at("/rows/updated").asInt()).isEqualTo(4);
    assertThat(updated.load().at("/rows/rejected").asInt()).isEqualTo(2);
    loaded("equal/", "service");
    assertThat(loaded("updates/", "service", "append=true", "on_duplicate=update"))
        .isEqualTo(updated);

    sources.awaitNothingLeft(sql);
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
    String loadId = dryRun.get("load_id").asText();
    assertThat(
            new ClientProgram(directory, server.base().toString())
                .run("watch", loadId)
                .out()
                .lines())
        .contains(
            "  hiring report hires-by-quarter --year 2021 --load " + loadId,
            "  hiring report departments-above-mean --year 2021 --load " + loadId);
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

  /** Begins a load of two files into a table with one row, which it appends to. */
  private static String begin(String folder) throws IOException {
    BulkSources.storeFormerHire(server);
    return sources.begin(server, folder);
  }

  private static void assertCancelled(CompletableFuture<Answer> cancelled, String loadId) {
    JsonNode load = cancelled.join().assertStatus(200).json();
    assertThat(load.get("status").asText()).isEqualTo("cancelled");
    assertThat(load.at("/run/engine").asText()).isEqualTo("spark-submit");
    assertNothingLoaded(loadId);
  }

  private static void assertNothingLoaded(String loadId) {
    assertThat(sql.rows("SELECT id, name FROM hired_employees")).containsExactly("1|Former");
    sources.awaitNothingLeft(sql);
    String runId = runId(server, loadId);
    BulkSources.until("the driver has ended", () -> !isDriverAlive(runId));
  }

  @Test
  void loadsThatAreCancelledBeforeTheyWriteLeaveNothing() throws Exception {
    for (String held : List.of("/description.json", "early/b.csv")) {
      sources.hold(held);
      String loadId = begin("early/");
      sources.awaitHeld();
      assertThat(phase(server, loadId)).isEqualTo(held.startsWith("/") ? "queued" : "checking");

      CompletableFuture<Answer> cancelled = BulkSources.cancel(server, loadId);

      assertCancelled(cancelled, loadId);
      sources.release();
    }
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void loadThatIsCancelledWhileItWritesLeavesNothing() throws Exception {
    sources.hold("cancel/a.csv");
    String loadId = begin("cancel/");
    try (HeldRow part = HeldRow.part(sql, loadId, 1)) {
      sources.release();
      BulkSources.awaitOnePart(server, loadId);
      assertThat(record(server, loadId).at("/run/parts/total").asInt()).isEqualTo(2);
      BulkSources.until(
          "the record has the rows of the part",
          () -> record(server, loadId).at("/rows/inserted").asInt() == BulkSources.ROWS_A_FILE);

      CompletableFuture<Answer> cancelled = BulkSources.cancel(server, loadId);

      assertThat(cancelled.join().json().get("status").asText()).isEqualTo("cancelled");
    }
    assertNothingLoaded(loadId);
  }

  @Test
  void autoTakesSparkForKeysInNoOrder() throws Exception {
    String rows = new String(new GeneratedHires(10, 3000).readAllBytes(), UTF_8);
    List<String> lines = new ArrayList<>(rows.lines().toList());
    Collections.shuffle(lines, new Random(1));
    sources.put("ordered/a.csv.gz", gzip("id,name,datetime,department_id,job_id\n" + rows));
    sources.put("shuffled/a.csv", "1,Ana,2021-02-03,1,1\n2,Bo,2021-02-03,1,1\n");
    sources.put("shuffled/b.csv.gz", gzip(String.join("\n", lines)));

    JsonNode ordered = ended(server, sources.load(server, "hired_employees", "ordered/"));
    JsonNode shuffled = ended(server, sources.load(server, "hired_employees", "shuffled/"));

    assertThat(ordered.get("status").asText()).as("%s", ordered).isEqualTo("committed");
    assertThat(ordered.get("engine").asText()).isEqualTo("auto");
    assertThat(ordered.get("run").isNull()).isTrue();
    assertThat(shuffled.get("status").asText()).as("%s", shuffled).isEqualTo("committed");
    assertThat(shuffled.at("/run/engine").asText()).isEqualTo("spark-submit");
    assertThat(sql.count("hired_employees")).isEqualTo(3002);
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void loadWhoseDriverIsKilledFailsAndCanBeRepeated() throws Exception {
    sources.hold("driver/a.csv");
    String checking = begin("driver/");
    sources.awaitHeld();
    assertThat(phase(server, checking)).isEqualTo("checking");
    assertDriverWasKilled(checking);

    sources.hold("driver/a.csv");
    String writing = sources.append(server, "driver/");
    try (HeldRow part = HeldRow.part(sql, writing, 1)) {
      sources.release();
      BulkSources.awaitOnePart(server, writing);
      assertDriverWasKilled(writing);
    }
    assertNothingLoaded(checking);
    assertNothingLoaded(writing);

    JsonNode load = ended(server, sources.append(server, "driver/"));

    sources.assertCommitted(server, sql, load);
  }

  private static void assertDriverWasKilled(String loadId) {
    assertThat(BulkSources.driver(runId(server, loadId)).destroyForcibly()).isTrue();

    JsonNode load = ended(server, loadId);

    assertThat(load.get("status").asText()).isEqualTo("failed");
    assertThat(load.at("/problem/code").asText()).isEqualTo("bulk_run_failed");
    assertThat(load.at("/problem/detail").asText()).contains("spark-submit", "exit code 137");
  }

  @Test
  void engineIsOnlyForSources() {
    server
        .load("departments", "1,Sales\n", "engine=spark")
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("engine=spark is for a source");
    server.load("departments", "1,Sales\n", "engine=auto").assertStatus(200);
  }
}
