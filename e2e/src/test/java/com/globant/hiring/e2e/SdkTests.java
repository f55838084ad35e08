package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.http.ApiKey;
import com.globant.hiring.mysql.TestDatabase;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every SDK does against a real service. Each language has a program with the same scenarios,
 * which uses the SDK as its users do: installed from the package that the build makes.
 */
@ExtendWith(ServiceUnderTest.class)
abstract class SdkTests {
  /** More than what an SDK may hold in memory. */
  private static final long LARGE_FILE = 300L << 20;

  /** Of a file of which the half does not fit into the buffers of a connection. */
  private static final int ROWS = 100_000;

  private final HiringServer server;
  private final Sql sql;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  SdkTests(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  final HiringServer server() {
    return server;
  }

  final Sql sql() {
    return sql;
  }

  /** Starts the program of the language, which takes a scenario and its arguments. */
  abstract List<String> command() throws Exception;

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  @Test
  void doesWhatTheContractHas() throws Exception {
    run(server, null, "everything");
  }

  @Test
  void sendsKeys() throws Exception {
    ApiKey loader = ApiKey.create("nightly", "loader");
    ApiKey reader = ApiKey.create("reports", "reader");
    try (OwnService service =
        OwnService.start(
            directory.resolve("data"),
            ServiceVariables.keysIn(directory.resolve("keys.yaml"), loader, reader))) {
      run(service.server(), reader.key(), "keys", loader.key());
    }
  }

  @Test
  void sendsTokens() throws Exception {
    try (TokenIssuer issuer = TokenIssuer.start();
        OwnService service = OwnService.start(directory.resolve("data"), issuer.settings())) {
      run(service.server(), null, "tokens", issuer.token("e2e", "loader"));
    }
  }

  /** The program compares its memory with a limit itself. */
  @Test
  void streamsFilesThatDoNotFitIntoItsMemory() throws Exception {
    Path file = directory.resolve("large.csv");
    try (OutputStream out = Files.newOutputStream(file)) {
      // Blank lines are no rows, so that the service is not what takes time.
      byte[] blank = (" ".repeat(1023) + "\n").repeat(1 << 10).getBytes(StandardCharsets.US_ASCII);
      out.write("1,Recruiter\n".getBytes(StandardCharsets.US_ASCII));
      for (long written = 0; written < LARGE_FILE; written += blank.length) {
        out.write(blank);
      }
    }

    run(server, null, "upload", file.toString());

    assertThat(sql.count("jobs")).isEqualTo(1);
  }

  @Test
  void sendsAFileAgainIfTheServiceIsKilledAndItIsStoredOnce() throws Exception {
    Path file = directory.resolve("jobs.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int id = 1; id <= ROWS; id++) {
        out.write(id + ",Job with a long name and number " + id + "x".repeat(130) + "\n");
      }
    }
    String schema = TestDatabase.newSchemaName();
    TestDatabase database = TestDatabase.running();
    try (KilledService service =
        new KilledService(directory.resolve("service"), database, schema)) {
      Process program = start(service.server(), null, "killed", file.toString());
      BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
      assertThat(output.readLine()).isEqualTo("HALF");

      service.kill();
      service.restart();
      program.outputWriter().append('\n').flush();

      assertThat(output.lines()).containsExactly("inserted " + ROWS, "OK");
      assertThat(program.waitFor()).isZero();
      Sql killed = new Sql(database, schema);
      assertThat(killed.count("jobs")).isEqualTo(ROWS);
      // The killed attempt was a load with the same key.
      assertThat(
              killed.rows(
                  "SELECT COUNT(*) > 1, COUNT(DISTINCT idempotency_key), SUM(status = 'committed') FROM %s.loads"
                      .formatted(killed.service())))
          .containsExactly("1|1|1");
    } finally {
      sql.drop(schema);
    }
  }

  private void run(HiringServer service, @Nullable String key, String... scenario)
      throws Exception {
    Process program = start(service, key, scenario);
    program.outputWriter().close();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).as(output).isZero();
    assertThat(output).endsWith("OK\n");
  }

  private Process start(HiringServer service, @Nullable String key, String... scenario)
      throws Exception {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(scenario));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("HIRING_URL", service.base().toString());
    builder.environment().put("HIRING_SCHEMA", service.schema());
    if (key != null) {
      builder.environment().put("HIRING_API_KEY", key);
    }
    return builder.start();
  }
}
