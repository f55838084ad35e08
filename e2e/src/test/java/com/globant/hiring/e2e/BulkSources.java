package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An S3 server with files to load, and the settings for loads of them by the real Spark job. */
final class BulkSources implements AutoCloseable {
  private static final Path SPARK = Path.of("..", "adapters", "spark").toAbsolutePath().normalize();

  /** Longer than a busy machine takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Of each file that {@link #begin} loads. */
  static final int ROWS_A_FILE = 1000;

  private final SourceBucket bucket;
  private final StoreProxy proxy;
  private final String folder = "hires/" + UUID.randomUUID() + "/";

  BulkSources(Path directory) throws IOException {
    bucket = SourceBucket.start(directory.resolve("s3"));
    proxy = new StoreProxy(bucket.endpoint());
  }

  /** Variables of a service that runs the job of this build by a Spark of its own. */
  Map<String, String> settings() {
    Path jar = SPARK.resolve("target/hiring-spark.jar");
    Path arguments = SPARK.resolve("on-spark-3/target/spark-submit.args");
    for (Path needed : List.of(jar, arguments)) {
      if (!Files.exists(needed)) {
        throw new AssertionError(
            needed + " is missing; ./mvnw -pl adapters/spark/on-spark-3 -am package makes it");
      }
    }
    Map<String, String> settings = bucket.settings(proxy.endpoint(), "hires/");
    settings.put("HIRING_BULK_ENGINE", "spark-submit");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    settings.put(
        "HIRING_BULK_SPARK_SUBMIT_COMMAND",
        java + ",-Xmx512m,-XX:TieredStopAtLevel=1,-XX:+UseSerialGC,@" + arguments);
    settings.put("HIRING_BULK_SPARK_SUBMIT_MASTER", "local[2]");
    settings.put("HIRING_BULK_SPARK_SUBMIT_JAR", jar.toString());
    return settings;
  }

  /** Variables of a service in its own process, with the same. */
  Map<String, String> environment(TestDatabase database, String schema) {
    Map<String, String> environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.putAll(settings());
    // Longer than a test keeps rows locked.
    environment.put("HIRING_DATABASE_LOCK_WAIT_SECONDS", "120");
    return environment;
  }

  void put(String name, byte[] content) {
    bucket.stored(folder + name, content).join();
  }

  void put(String name, String content) {
    put(name, content.getBytes(UTF_8));
  }

  String url(String name) {
    return bucket.url(folder + name);
  }

  /**
   * Keeps jobs from reading a file, until {@link #release}. The service itself reads none: jobs
   * that wait for a source are in the phase checking, those that wait for their description are
   * queued.
   */
  void hold(String name) {
    proxy.hold(name);
  }

  /** Waits until a job waits for the file that is held. */
  void awaitHeld() {
    proxy.awaitHeld();
  }

  void release() {
    proxy.release();
  }

  /** The names of what jobs have left in the store. */
  List<String> leftByJobs() {
    return bucket.keys("hiring/bulk/");
  }

  /** Begins a load of a folder. */
  Answer load(HiringServer server, String table, String folder, String... options) {
    return server.send(
        "POST",
        server.loadPath(table, options) + "&source=" + URLEncoder.encode(url(folder), UTF_8),
        BodyPublishers.noBody());
  }

  /** As {@link Eventually#until}, for what a Spark that has to start does. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never came: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Stores one hire, and what it refers to. */
  static void storeFormerHire(HiringServer server) {
    server.load("departments", "1,Sales\n").assertStatus(200);
    server.load("jobs", "1,Recruiter\n").assertStatus(200);
    server.load("hired_employees", "1,Former,2021-01-01T00:00:00,1,1\n").assertStatus(200);
  }

  /** Begins to append two files to a table with one hire, on Spark; returns the id of the load. */
  String begin(HiringServer server, String folder) throws IOException {
    put(folder + "a.csv", new GeneratedHires(10, ROWS_A_FILE).readAllBytes());
    put(folder + "b.csv", new GeneratedHires(5000, ROWS_A_FILE).readAllBytes());
    return append(server, folder);
  }

  /** Begins to append the files of a folder, on Spark; returns the id of the load. */
  String append(HiringServer server, String folder) {
    return load(server, "hired_employees", folder, "engine=spark", "append=true")
        .assertStatus(202)
        .json()
        .get("load_id")
        .asText();
  }

  /** Asserts that a load that has begun with {@link #begin} is committed, and left nothing else. */
  void assertCommitted(HiringServer server, Sql sql, JsonNode load) {
    int rows = 2 * ROWS_A_FILE;
    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(rows);
    assertThat(
            sql.rows(
                "SELECT COUNT(*), COUNT(DISTINCT name), MIN(id), MAX(id) FROM hired_employees"))
        .containsExactly((rows + 1) + "|2|1|5999");
    assertThat(server.get("/first_sql_requirement?year=2021", "Accept", "text/csv").text())
        .contains("Sales,Recruiter,1,0,0," + rows);
    awaitNothingLeft(sql);
  }

  static CompletableFuture<Answer> cancel(HiringServer server, String loadId) {
    return CompletableFuture.supplyAsync(
        () -> server.send("DELETE", "/loads/" + loadId, BodyPublishers.noBody()));
  }

  static JsonNode record(HiringServer server, String loadId) {
    return server.get("/loads/" + loadId).assertStatus(200).json();
  }

  /** The record of an accepted load, once it has ended. */
  static JsonNode ended(HiringServer server, Answer accepted) {
    accepted.assertStatus(202);
    return ended(server, accepted.json().get("load_id").asText());
  }

  static JsonNode ended(HiringServer server, String loadId) {
    until(
        "the load has ended",
        () -> !record(server, loadId).get("status").asText().equals("running"));
    return record(server, loadId);
  }

  /** Everything that a load on a cluster has beside its record and its refused rows. */
  static List<String> leftInDatabase(Sql sql) {
    return sql.rows(
        """
        SELECT 'run', load_id FROM %1$s.bulk_runs
        UNION ALL SELECT 'part', load_id FROM %1$s.load_parts
        UNION ALL SELECT 'note', load_id FROM %1$s.shadow_loads
        UNION ALL SELECT 'progress', load_id FROM %1$s.load_progress
        UNION ALL SELECT 'table', table_name FROM information_schema.tables
          WHERE table_schema = '%2$s' AND table_name REGEXP '_(new|nex|old)_'"""
            .formatted(sql.service(), sql.schema()));
  }

  /** Waits until loads have left nothing but their records and refused rows. */
  void awaitNothingLeft(Sql sql) {
    until("nothing is left", () -> leftInDatabase(sql).isEmpty() && leftByJobs().isEmpty());
  }

  static String runId(HiringServer server, String loadId) {
    return record(server, loadId).at("/run/id").asText();
  }

  static String phase(HiringServer server, String loadId) {
    return record(server, loadId).at("/run/phase").asText();
  }

  /** Waits until a job has written one part and is about to write another one, which is held. */
  static void awaitOnePart(HiringServer server, String loadId) {
    until(
        "one part is written",
        () ->
            phase(server, loadId).equals("writing")
                && record(server, loadId).at("/run/parts/done").asInt() == 1);
  }

  static ProcessHandle driver(String runId) {
    return ProcessHandle.of(Long.parseLong(runId.substring(0, runId.indexOf('@')))).orElseThrow();
  }

  static boolean isDriverAlive(String runId) {
    return ProcessHandle.of(Long.parseLong(runId.substring(0, runId.indexOf('@'))))
        .filter(ProcessHandle::isAlive)
        .isPresent();
  }

  /** A new row that is not committed: others wait that write a row with its key. */
  static final class HeldRow implements AutoCloseable {
    private final Connection connection;

    private HeldRow(Sql sql, String insert) throws SQLException {
      connection = sql.connect();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(insert);
      }
    }

    /** Keeps jobs from writing a part. */
    static HeldRow part(Sql sql, String loadId, int part) throws SQLException {
      return new HeldRow(
          sql,
          "INSERT INTO %s.load_parts (load_id, part, rows_inserted, rows_incomplete) VALUES ('%s', %d, 0, 0)"
              .formatted(sql.service(), loadId, part));
    }

    /** Keeps the service from copying rows into the table. */
    static HeldRow hire(Sql sql, int id) throws SQLException {
      return new HeldRow(
          sql, "INSERT INTO %s.hired_employees (id) VALUES (%d)".formatted(sql.schema(), id));
    }

    /** Undoes the insert, unless the server has gone and has done that. */
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    bucket.close();
  }
}
