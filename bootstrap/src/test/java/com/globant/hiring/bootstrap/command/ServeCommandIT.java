package com.globant.hiring.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.mysql.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the deployed program, with a configured database and bucket. */
class ServeCommandIT {
  private static final Pattern READY =
      Pattern.compile("hiring is ready at (http://127\\.0\\.0\\.1:[0-9]+) \\(docs at \\1/docs\\)");

  private final String schema = TestDatabase.newSchemaName();
  private final Path spool;
  private final EmbeddedS3 store;
  private final Map<String, String> environment = new HashMap<>();

  ServeCommandIT(@TempDir Path directory) {
    this.spool = directory.resolve("spool");
    this.store = EmbeddedS3.start(directory.resolve("objects"), "reports");
    TestDatabase database = TestDatabase.running();
    environment.put("HIRING_HTTP_PORT", "0");
    environment.put("HIRING_SPOOL_DIR", spool.toString());
    environment.put("HIRING_DATABASE_HOST", database.host());
    environment.put("HIRING_DATABASE_PORT", String.valueOf(database.port()));
    environment.put("HIRING_DATABASE_USER", database.user());
    environment.put("HIRING_DATABASE_PASSWORD", database.password());
    environment.put("HIRING_DATABASE_SCHEMAS", schema);
    environment.put("HIRING_DATABASE_SERVICE_SCHEMA", TestDatabase.serviceSchema(schema));
    environment.put("HIRING_STORAGE_BUCKET", store.bucket());
    environment.put("HIRING_STORAGE_REGION", store.region());
    environment.put("HIRING_STORAGE_ENDPOINT", store.endpoint().toString());
    environment.put("HIRING_STORAGE_ACCESS_KEY", store.accessKey());
    environment.put("HIRING_STORAGE_SECRET_KEY", store.secretKey());
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void servesUntilItIsStopped() throws Exception {
    CommandRun serve = CommandRun.deployed(environment);
    CompletableFuture<Integer> ended = serve.start("serve");
    URI service = uri(serve);

    assertThat(put(service, "departments", "77,Night Shift\n")).contains("\"inserted\":1");
    assertThat(put(service, "jobs", "1,Guard\n")).contains("\"inserted\":1");
    assertThat(put(service, "hired_employees", "3000,Ana,2021-01-01,77,1\nx,,,,\n"))
        .contains("\"inserted\":1", "rejects_url");
    assertThat(get(service.resolve("/second_sql_requirement?year=2021"))).contains("presigned-url");
    CommandRun healthy = CommandRun.deployed(Map.of());
    assertThat(healthy.execute("health", "--url", service.toString())).isZero();
    assertThat(healthy.out()).isNotBlank();

    serve.stop();
    assertThat(ended.get()).isZero();
    assertThat(serve.out().lines()).hasSize(1);
    assertThat(spool.toFile().list()).isNullOrEmpty();
    CommandRun stopped = CommandRun.deployed(Map.of());
    assertThat(stopped.execute("health", "--url", service.toString())).isEqualTo(1);
    assertThat(stopped.out()).contains("does not answer: nothing listens there; start it");
  }

  @Test
  void summaryIsVerifiedAndRebuilt() throws Exception {
    environment.remove("HIRING_SPOOL_DIR");
    CommandRun serve = CommandRun.deployed(environment);
    CompletableFuture<Integer> ended = serve.start("serve");
    put(uri(serve), "departments", "77,Night Shift\n");
    put(uri(serve), "hired_employees", "3000,Ana,2021-01-01,77,\n");
    serve.stop();
    assertThat(ended.get()).isZero();

    CommandRun verify = CommandRun.deployed(environment);
    assertThat(verify.execute("summary", "--verify")).as(verify.err()).isZero();
    assertThat(verify.out())
        .isEqualToIgnoringNewLines(schema + ": the summary equals a fresh count");
    CommandRun rebuild = CommandRun.deployed(environment);
    assertThat(rebuild.execute("summary", "--rebuild")).as(rebuild.err()).isZero();
    assertThat(rebuild.out()).isEqualToIgnoringNewLines(schema + ": the summary was rebuilt");
  }

  @Test
  void aTakenPortIsReported() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("HIRING_HTTP_PORT", String.valueOf(taken.getLocalPort()));
      CommandRun run = CommandRun.deployed(environment);

      assertThat(run.execute("serve")).isEqualTo(1);
      assertThat(run.err())
          .contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort(), "http.port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anUnreachableDatabaseIsReported() {
    environment.put("HIRING_DATABASE_PORT", "1");
    environment.put("HIRING_DATABASE_PASSWORD", "hush");
    CommandRun run = CommandRun.deployed(environment);

    assertThat(run.execute("serve")).isEqualTo(1);
    assertThat(run.err()).contains(":1").doesNotContain("hush", "\tat ");
  }

  private static URI uri(CommandRun serve) {
    Matcher ready = READY.matcher(serve.out());
    assertThat(ready.find()).as(serve.out() + serve.err()).isTrue();
    return URI.create(ready.group(1));
  }

  private String put(URI service, String table, String csv) throws Exception {
    URI load =
        service.resolve("/db_migration?append=true&schema=%s&table=%s".formatted(schema, table));
    return send(HttpRequest.newBuilder(load).PUT(BodyPublishers.ofString(csv)).build());
  }

  private static String get(URI uri) throws Exception {
    return send(HttpRequest.newBuilder(uri).build());
  }

  private static String send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
