package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.SendingMode.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import com.globant.hiring.http.ApiKey;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads whose source is in S3. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class SourcesIT {
  private static final ApiKey LOADER = ApiKey.create("nightly", "loader");
  private static final ApiKey READER = ApiKey.create("reports", "reader");

  @TempDir private static Path directory;
  private static SourceBucket bucket;
  private static StoreProxy proxy;
  private static OwnService service;
  private static HiringServer server;
  private static Sql sql;

  private final String folder = "hires/" + UUID.randomUUID() + "/";

  @BeforeAll
  static void start() throws IOException {
    bucket = SourceBucket.start(directory.resolve("s3"));
    proxy = new StoreProxy(bucket.endpoint());
    Map<String, String> settings = settings();
    settings.putAll(ServiceVariables.keysIn(directory.resolve("keys.yaml"), LOADER, READER));
    service = OwnService.start(directory.resolve("data"), settings);
    server = service.server();
    sql = service.sql();
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
    sql.drop(sql.schema());
    proxy.close();
    bucket.close();
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  @AfterEach
  void release() {
    proxy.release();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = bucket.settings(proxy.endpoint(), "hires/");
    settings.merge(
        "HIRING_SOURCES_ALLOWED", "s3://no-such-bucket/", (one, other) -> one + "," + other);
    settings.put("HIRING_SOURCES_MAX_FILES", "1100");
    return settings;
  }

  private void put(String name, byte[] content) {
    stored(name, content).join();
  }

  private void put(String name, String content) {
    put(name, content.getBytes(UTF_8));
  }

  private CompletableFuture<?> stored(String name, byte[] content) {
    return bucket.stored(folder + name, content);
  }

  private String url(String name) {
    return bucket.url(folder + name);
  }

  private static Answer load(HiringServer to, String table, String source, String... options) {
    return request(to, table, source, Map.of(), options);
  }

  private static Answer request(
      HiringServer to,
      String table,
      String source,
      Map<String, String> headers,
      String... options) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("X-Api-Key", LOADER.key());
    return to.send(
        "POST",
        to.loadPath(table, options) + "&source=" + URLEncoder.encode(source, UTF_8),
        BodyPublishers.noBody(),
        all.entrySet().stream()
            .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
            .toArray(String[]::new));
  }

  /** The record of an accepted load, once it has ended. */
  private static JsonNode ended(HiringServer at, Answer accepted) {
    accepted.assertStatus(202);
    String path = accepted.header("Location");
    assertThat(path).isEqualTo("/loads/" + accepted.json().get("load_id").asText());
    Eventually.until(
        "the load has ended", () -> !record(at, path).get("status").asText().equals("running"));
    return record(at, path);
  }

  private static JsonNode record(HiringServer at, String path) {
    return at.get(path, "X-Api-Key", LOADER.key()).assertStatus(200).json();
  }

  private static void assertRows(JsonNode load, int read, int inserted, int rejected) {
    assertThat(load.at("/rows/read").asInt()).as("%s", load).isEqualTo(read);
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(inserted);
    assertThat(load.at("/rows/rejected").asInt()).isEqualTo(rejected);
  }

  @Test
  void allFilesOfAFolderAreOneLoadWhoseRefusedRowsNameTheirFiles() throws Exception {
    put("a.csv", "1,Sales\n2,Legal\n");
    put("b.csv.gz", gzip("department,id\nSupport,3\nBroken,x\n"));
    put("c.csv.zst", Zstd.compress("4,Research\n1,Sales again\n\n,\ny,\"a\nb\"\n".getBytes(UTF_8)));
    put("d/empty.csv", "");
    put("d/e.csv", "5,Training");

    Answer accepted = load(server, "departments", url(""));
    JsonNode load = ended(server, accepted);

    assertThat(accepted.header("Preference-Applied")).isEmpty();
    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertRows(load, 8, 5, 3);
    assertThat(load.get("source").asText()).isEqualTo(url(""));
    assertThat(load.at("/files/done").asInt()).isEqualTo(5);
    assertThat(load.at("/files/total").asInt()).isEqualTo(5);
    assertThat(sql.rows("SELECT id, department FROM departments ORDER BY id"))
        .containsExactly("1|Sales", "2|Legal", "3|Support", "4|Research", "5|Training");
    assertThat(errors(load))
        .containsExactly(
            url("b.csv.gz") + " 3 invalid_integer",
            url("c.csv.zst") + " 2 duplicate_key",
            url("c.csv.zst") + " 5 invalid_integer");
    String rejects = load.get("rejects").asText();
    assertThat(server.get(rejects, "X-Api-Key", LOADER.key(), "Accept", "text/csv").text().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("file,line,column,code,message,raw"),
            line ->
                assertThat(line)
                    .startsWith(url("b.csv.gz") + ",3,id,invalid_integer,")
                    .endsWith(",\"Broken,x\""),
            line -> assertThat(line).startsWith(url("c.csv.zst") + ",2,id,duplicate_key,"),
            line -> assertThat(line).startsWith(url("c.csv.zst") + ",5,id,invalid_integer,"),
            line -> assertThat(line).isEqualTo("b\"\"\""));
    JsonNode page =
        server.get(rejects, "X-Api-Key", LOADER.key(), "Accept", "application/json").json();
    assertThat(page.at("/rows/1/file").asText()).isEqualTo(url("c.csv.zst"));
    assertThat(page.at("/rows/1/line").asInt()).isEqualTo(2);
    assertThat(page.at("/rows/1/raw").asText()).isEqualTo("1,Sales again");
  }

  private static List<String> errors(JsonNode load) {
    return StreamSupport.stream(load.get("errors").spliterator(), false)
        .map(
            error ->
                "%s %d %s"
                    .formatted(
                        error.get("file").asText(),
                        error.get("line").asInt(),
                        error.get("code").asText()))
        .toList();
  }

  @Test
  void listOfTheFilesIsKept() {
    put("a.csv", "1,Sales\n");
    put("b.csv", "2,Legal\n");

    JsonNode load = ended(server, load(server, "departments", url("")));

    String list = bucket.read("hiring/sources/%s.csv".formatted(load.get("load_id").asText()));
    assertThat(list.lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("file,bytes,version"),
            line -> assertThat(line).startsWith(url("a.csv") + ",8,"),
            line -> assertThat(line).startsWith(url("b.csv") + ",8,"));
  }

  @Test
  void keysMayHaveAnyCharacters() {
    List<String> names =
        List.of(
            "a b.csv",
            "a+b.csv",
            "a%2Bb.csv",
            "a%20b.csv",
            "año & more=?.csv",
            "#1;\uD83D\uDE80.csv");
    for (int i = 0; i < names.size(); i++) {
      put(names.get(i), i + ",Number " + i + "\n");
    }

    for (int i = 0; i < names.size(); i++) {
      JsonNode load = ended(server, load(server, "departments", url(names.get(i))));

      assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
      assertThat(sql.rows("SELECT id FROM departments")).containsExactly(String.valueOf(i));
    }
    assertRows(ended(server, load(server, "departments", url(""))), names.size(), names.size(), 0);
  }

  @Test
  void whatIsNotThereOrNotAllowedIsRefusedAtOnce() {
    put("a.csv", "1,Sales\n");

    load(server, "departments", url("nothing/"))
        .assertProblem(404, "source_not_found")
        .assertDetailContains(url("nothing/"));
    load(server, "departments", url("a")).assertProblem(404, "source_not_found");
    load(server, "departments", "s3://no-such-bucket/x/")
        .assertProblem(404, "source_not_found")
        .assertDetailContains("no-such-bucket");
    for (String other :
        List.of("s3://history/hiring/", "s3://history/", "s3://other/hires/a.csv")) {
      load(server, "departments", other)
          .assertProblem(403, "source_not_allowed")
          .assertDetailContains("sources.allowed");
    }
    load(server, "departments", "https://history/a.csv")
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("s3://bucket/key");
    server
        .send(
            "POST",
            server.loadPath("departments", "source=" + url("a.csv")),
            BodyPublishers.ofString("1,Sales\n"),
            "X-Api-Key",
            LOADER.key())
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("body");
    request(server, "departments", url("a.csv"), Map.of("X-Api-Key", READER.key()))
        .assertProblem(403, "forbidden");
    assertThat(sql.count("departments")).isZero();
  }

  @Test
  void withoutConfigurationNoSourceIsAllowed() {
    try (OwnService none = OwnService.start(directory.resolve("none"), Map.of())) {
      load(none.server(), "departments", url("a.csv"))
          .assertProblem(403, "source_not_allowed")
          .assertDetailContains("may read no source", "sources.allowed");
      none.sql().drop(none.server().schema());
    }
  }

  @Test
  void parametersMeanWhatTheyMeanForABody() {
    put("a.csv", "1;Sales\nx;Bad\n");
    put("b.csv", "2;Legal\ny;Worse\n3;Never read\n");

    JsonNode tooMany =
        ended(server, load(server, "departments", url(""), "delimiter=%3B", "max_errors=1"));
    assertThat(tooMany.at("/problem/code").asText()).isEqualTo("too_many_errors");
    assertThat(tooMany.at("/problem/detail").asText()).startsWith(url("b.csv") + ", line 2: ");
    assertThat(errors(tooMany)).hasSize(2);
    assertThat(sql.count("departments")).isZero();

    JsonNode dry =
        ended(server, load(server, "departments", url(""), "delimiter=%3B", "dry_run=true"));
    assertThat(dry.get("status").asText()).isEqualTo("validated");
    assertRows(dry, 5, 3, 2);
    assertThat(sql.count("departments")).isZero();

    JsonNode wrong = ended(server, load(server, "departments", url("")));
    assertThat(wrong.at("/problem/code").asText()).isEqualTo("no_rows_accepted");
    assertThat(wrong.at("/problem/detail").asText()).contains("semicolon");

    put("b.csv", "id;nonsense\n2;Legal\n");
    JsonNode header = ended(server, load(server, "departments", url(""), "delimiter=%3B"));
    assertThat(header.at("/problem/code").asText()).isEqualTo("unknown_column");
    assertThat(header.at("/problem/detail").asText()).startsWith(url("b.csv") + ": line 1: ");
    assertThat(header.at("/files/done").asInt()).isEqualTo(1);
  }

  @Test
  void repeatedRequestLoadsNothingUnlessTheFilesAreOthers() {
    put("a.csv", "1,Sales\nx,Bad\n");
    Map<String, String> key = Map.of("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"');
    JsonNode first = ended(server, request(server, "departments", url(""), key, "append=true"));
    assertRows(first, 2, 1, 1);
    sql.execute("DELETE FROM departments");

    Answer again = request(server, "departments", url(""), key, "append=true");

    again.assertStatus(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.json().get("load_id")).isEqualTo(first.get("load_id"));
    assertThat(sql.count("departments")).isZero();
    put("b.csv", "2,Legal\n");
    request(server, "departments", url(""), key, "append=true")
        .assertProblem(422, "idempotency_key_reused")
        .assertDetailContains("other files");
  }

  @Test
  void thousandSmallObjectsAreOneLoad() {
    CompletableFuture.allOf(
            IntStream.range(0, 1_000)
                .mapToObj(
                    i ->
                        stored(
                            "part-%04d.csv".formatted(i),
                            "%d,Job %d\n%s"
                                .formatted(i, i, i % 100 == 7 ? "x,Bad\n" : "")
                                .getBytes(UTF_8)))
                .toArray(CompletableFuture[]::new))
        .join();

    JsonNode load = ended(server, load(server, "jobs", url("")));

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertRows(load, 1_010, 1_000, 10);
    assertThat(load.at("/files/done").asInt()).isEqualTo(1_000);
    assertThat(errors(load))
        .containsExactlyElementsOf(
            IntStream.range(0, 10)
                .mapToObj(i -> url("part-%04d.csv".formatted(100 * i + 7)) + " 2 invalid_integer")
                .toList());
  }

  private static String hires(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> "%d,Name of %d,2021-%02d-01,,\n".formatted(id, id, 1 + id % 12))
        .collect(Collectors.joining());
  }

  @Test
  void brokenConnectionsAreResumed() {
    int rows = 60_000;
    put("a.csv", hires(0, rows));
    put("b.csv.gz", gzip(hires(rows, rows)));
    proxy.cut(300_000, 6);

    JsonNode load = ended(server, load(server, "hired_employees", url("")));

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertRows(load, 2 * rows, 2 * rows, 0);
    assertThat(proxy.cuts()).isEqualTo(6);
    assertThat(sql.rows("SELECT COUNT(*), SUM(id) FROM hired_employees"))
        .containsExactly("%d|%d".formatted(2 * rows, (2L * rows - 1) * rows));
  }

  /** Begins a load of two files, whose second one is held back by the proxy. */
  private Answer loadWithHeldFile(HiringServer at) {
    put("a.csv", hires(0, 20_000));
    put("b.csv", hires(20_000, 10));
    proxy.hold("b.csv");
    Answer accepted = load(at, "hired_employees", url("")).assertStatus(202);
    proxy.awaitHeld();
    return accepted;
  }

  @Test
  void fileThatChangesWhileItIsReadFailsTheLoad() {
    Answer accepted = loadWithHeldFile(server);
    put("b.csv", hires(50_000, 10));
    proxy.release();

    JsonNode load = ended(server, accepted);

    assertThat(load.get("status").asText()).isEqualTo("failed");
    assertThat(load.at("/problem/code").asText()).isEqualTo("source_changed");
    assertThat(load.at("/problem/detail").asText()).startsWith(url("b.csv") + ": it was replaced");
    assertThat(sql.count("hired_employees")).isZero();
  }

  @Test
  void loadIsCancelledWhileTheStoreIsSilent() {
    String path = loadWithHeldFile(server).header("Location");
    Eventually.until(
        "the record shows the progress", () -> record(server, path).at("/files/done").asInt() == 1);

    Answer cancelled =
        server
            .send("DELETE", path, BodyPublishers.noBody(), "X-Api-Key", LOADER.key())
            .assertStatus(200);

    assertThat(cancelled.json().get("status").asText()).isEqualTo("cancelled");
    assertThat(cancelled.json().at("/files/done").asInt()).isEqualTo(1);
    assertThat(sql.count("hired_employees")).isZero();
  }

  @Test
  void killedServiceLeavesNothing() throws Exception {
    TestDatabase database = TestDatabase.running();
    String schema = TestDatabase.newSchemaName();
    Map<String, String> environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.putAll(settings());
    environment.putAll(ServiceVariables.DEAD_LOADS_END_SOON);
    Path home = Files.createDirectories(directory.resolve("killed"));
    String path;
    try (ForkedService killed = ForkedService.start(home, environment)) {
      path = loadWithHeldFile(killed.server()).header("Location");

      killed.kill();
    }
    proxy.release();
    try (ForkedService restarted = ForkedService.start(home, environment)) {
      Eventually.until(
          "the dead load is aborted",
          () -> record(restarted.server(), path).get("status").asText().equals("aborted"));
      JsonNode again =
          ended(restarted.server(), load(restarted.server(), "hired_employees", url("")));
      assertRows(again, 20_010, 20_010, 0);
    }
    Sql ofSchema = new Sql(database, schema);
    assertThat(ofSchema.count("hired_employees")).isEqualTo(20_010);
    assertThat(ofSchema.rows("SHOW TABLES")).noneMatch(table -> table.contains("shadow"));
    ofSchema.drop(schema);
  }
}
