package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.e2e.ClientProgram.Run;
import com.globant.hiring.e2e.PausingProxy.Held;
import com.globant.hiring.mysql.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What interrupts {@code hiring load} in the middle of a file, and the same command afterwards. */
@ExtendWith(ServiceUnderTest.class)
class CommandLineInterruptionsIT {
  private static final int ROWS = 100_000;

  private final HiringServer server;
  private final Sql sql;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  CommandLineInterruptionsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void prepare() throws IOException {
    sql.empty();
    try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("jobs.csv"))) {
      for (int id = 1; id <= ROWS; id++) {
        out.write(id + ",Job with a long name and number " + id + "\n");
      }
    }
  }

  private static String[] load(HiringServer server) {
    return new String[] {
      "load", "--schema", server.schema(), "--append", "--progress", "plain", "jobs", "jobs.csv"
    };
  }

  private List<Path> keptKeys() throws IOException {
    try (var files = Files.list(directory.resolve("state/hiring/loads"))) {
      return files.toList();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptionCancelsTheLoadBeforeTheCommandEndsWithStatus130() throws Exception {
    server.load("jobs", "-1,Old\n").assertLoaded(1, 1, 0, 0, 0);
    try (PausingProxy proxy = new PausingProxy(server.base(), Held.UPLOAD)) {
      ClientProgram.Running running = new ClientProgram(directory, proxy.url()).start(load(server));
      proxy.awaitPause();
      assumeTrue(heedsInterrupts(running.process()), "the build was started with signals ignored");

      signal("-INT", running.process());
      Run run = running.end();

      assertThat(run.status()).as(run.err()).isEqualTo(130);
      assertThat(run.err()).contains("the load was cancelled; jobs is as it was before");
      assertThat(run.out()).isEmpty();
    }
    assertThat(sql.count("jobs")).isEqualTo(1);
    assertThat(server.get("/loads?table=jobs&limit=1").json().at("/loads/0/status").asText())
        .isEqualTo("cancelled");
    assertThat(keptKeys()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void afterAKillOfTheClientTheSameCommandLoadsOnce() throws Exception {
    try (PausingProxy proxy = new PausingProxy(server.base(), Held.UPLOAD)) {
      ClientProgram program = new ClientProgram(directory, proxy.url());
      ClientProgram.Running running = program.start(load(server));
      proxy.awaitPause();
      running.process().destroyForcibly().waitFor();
      assertThat(keptKeys()).hasSize(1);
      proxy.release();

      Run again = program.run(load(server));

      assertThat(again.status()).as(again.err()).isZero();
      assertThat(again.err()).contains("continuing the attempt of ");
      assertThat(again.out()).contains("jobs: 100,000 rows read, 100,000 inserted");
    }
    assertThat(sql.count("jobs")).isEqualTo(ROWS);
    assertThat(keptKeys()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void afterAKillBehindTheCommitTheSameCommandPrintsTheOutcomeAndLoadsNothing() throws Exception {
    try (PausingProxy proxy = new PausingProxy(server.base(), Held.ANSWER)) {
      ClientProgram program = new ClientProgram(directory, proxy.url());
      ClientProgram.Running running = program.start(load(server));
      proxy.awaitPause();
      running.process().destroyForcibly().waitFor();
      String load = server.get("/loads?table=jobs&limit=1").json().at("/loads/0/load_id").asText();
      proxy.release();

      Run again = program.run(load(server));

      assertThat(again.status()).as(again.err()).isZero();
      assertThat(again.out()).contains("100,000 inserted", "load " + load);
    }
    assertThat(sql.count("jobs")).isEqualTo(ROWS);
  }

  @Test
  void afterAKillOfTheServiceTheCommandWaitsAndLoadsOnce() throws Exception {
    String schema = TestDatabase.newSchemaName();
    TestDatabase database = TestDatabase.running();
    try (KilledService service = new KilledService(directory.resolve("service"), database, schema);
        PausingProxy proxy = new PausingProxy(service.server().base(), Held.UPLOAD)) {
      ClientProgram.Running running =
          new ClientProgram(directory, proxy.url()).start(load(service.server()));
      proxy.awaitPause();

      service.kill();
      proxy.release();
      service.restart();
      Run run = running.end();

      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.err()).contains("; trying again in ");
      Sql killed = new Sql(database, schema);
      assertThat(killed.count("jobs")).isEqualTo(ROWS);
    } finally {
      sql.drop(schema);
    }
  }

  /** A process inherits ignored signals, so that a build in the background may ignore them. */
  private static boolean heedsInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(process.pid()));
    return !Files.exists(status)
        || Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .noneMatch(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16) << 62 < 0);
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }
}
