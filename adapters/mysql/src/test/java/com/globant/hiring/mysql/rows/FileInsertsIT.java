package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.mysql.FaultyNetwork;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LOAD DATA has the same results as INSERTs. */
class FileInsertsIT {
  private static final LoadResult RESULT = Loads.result(new RowCounts(1, 1, 0, 0, 0, 0));

  /** Rows that are enough for a file. */
  private static final int MANY = 1000;

  private static final List<String> ODD =
      List.of(
          "plain",
          "",
          " ",
          "\\N",
          "NULL",
          "\\",
          "a\\",
          "\t",
          "a\tb",
          "\n",
          "\r\n",
          "\0",
          "\u001A",
          "\"quoted\"",
          "it's",
          "Zoë",
          "日本",
          "\uD83D\uDE80",
          "\\t",
          "%s",
          "`",
          "é".repeat(255));

  private Path files;
  private TestSchema schema;

  @BeforeEach
  void migrate(@TempDir Path directory) {
    files = directory;
    schema = new TestSchema(settings -> TestDatabase.with(settings, "rowFiles", files));
    assumeTrue(Objects.equals(schema.queried("SELECT @@local_infile"), "1"));
  }

  @AfterEach
  void noFileIsLeft() {
    Loads.eventually(() -> assertThat(files).isEmptyDirectory());
    schema.close();
  }

  @ParameterizedTest
  @CsvSource({"true, PREFERRED", "true, DISABLED", "false, PREFERRED", "false, DISABLED"})
  void everyValueIsStoredUnchanged(boolean large, MySqlSettings.Tls tls) throws SQLException {
    List<Row> rows =
        IntStream.range(0, MANY)
            .<Row>mapToObj(
                i ->
                    hire(
                        i - MANY / 2,
                        ODD.get(i % ODD.size()),
                        i % 3 == 0 ? null : LocalDateTime.of(1000 + 8 * i, 1, 1, 0, 0, 0, i * 1000),
                        i % 5 == 0 ? null : i,
                        i % 7 == 0 ? null : -i))
            .toList();
    MySqlAdapter adapter =
        MySqlAdapter.open(schema.vertx, TestDatabase.with(schema.settings, "tls", tls));
    long before = filesRead();

    LoadTransaction load = begin(adapter, plan(large));
    assertThat(await(load.write(rows)).inserted()).isEqualTo(MANY);
    await(load.commit(RESULT));

    assertThat(filesRead()).isGreaterThan(before);
    assertThat(schema.rows(HIRED_EMPLOYEES).values())
        .containsExactlyElementsOf(rows.stream().map(Row::values).toList());
    await(adapter.close());
  }

  @ParameterizedTest
  @EnumSource(DuplicateKeys.class)
  void rowsWithExistingKeysAreFoundOneByOne(DuplicateKeys policy) {
    schema.replace(JOBS, List.of(row(1, 3, "first"), row(2, 700, "second")));
    LoadTransaction load = begin(schema.adapter, schema.plan(JOBS, true, policy));

    List<CompletionStage<Written>> writes =
        IntStream.range(0, 6).mapToObj(batch -> load.write(jobs(batch * MANY, MANY))).toList();
    Written first = await(writes.get(0));
    writes.stream().skip(1).forEach(write -> assertThat(await(write).inserted()).isEqualTo(MANY));
    await(load.commit(RESULT));

    assertThat(first.inserted()).isEqualTo(MANY - 2);
    assertThat(first.rejected().stream().map(RowRejected::line).toList())
        .isEqualTo(policy == DuplicateKeys.REJECT ? List.of(3L, 700L) : List.of());
    assertThat(first.ignored()).isEqualTo(policy == DuplicateKeys.IGNORE ? 2 : 0);
    assertThat(first.updated()).isEqualTo(policy == DuplicateKeys.UPDATE ? 2 : 0);
    assertThat(schema.rows(JOBS)).hasSize(6 * MANY);
    assertThat(schema.rows(JOBS).get(700))
        .containsExactly(700, policy == DuplicateKeys.UPDATE ? "job 700" : "second");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowThatViolatesACheckConstraintFailsTheLoad(boolean large) {
    schema.execute(
        "ALTER TABLE %s.hired_employees ADD CHECK (CHAR_LENGTH(name) < 9)".formatted(schema.name));
    LoadTransaction load = begin(schema.adapter, plan(large));

    assertThatThrownBy(
            () -> {
              await(load.write(hires(i -> i == 700 ? "too long for it" : "fits")));
              await(load.commit(RESULT));
            })
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.ROWS_REFUSED));
    await(load.rollback());

    assertThat(schema.rows(HIRED_EMPLOYEES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void serverWithoutLocalInfileGetsInserts(boolean large) {
    schema.execute("SET GLOBAL local_infile = 0");
    try {
      assertLoaded(schema.adapter, plan(large));
    } finally {
      schema.execute("SET GLOBAL local_infile = 1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fileMayBeLargerThanMaxAllowedPacket(boolean large) {
    String former = schema.queried("SELECT @@global.max_allowed_packet");
    schema.execute("SET GLOBAL max_allowed_packet = 1048576");
    try {
      MySqlAdapter adapter = MySqlAdapter.open(schema.vertx, schema.settings);
      LoadTransaction load = begin(adapter, plan(large));
      List<CompletionStage<Written>> writes =
          IntStream.range(0, 5)
              .mapToObj(batch -> load.write(hires(batch * MANY, i -> "日本語".repeat(85))))
              .toList();
      writes.forEach(write -> assertThat(await(write).inserted()).isEqualTo(MANY));
      await(load.commit(RESULT));
      await(adapter.close());
    } finally {
      schema.execute("SET GLOBAL max_allowed_packet = " + former);
    }
    assertThat(schema.rows(HIRED_EMPLOYEES)).hasSize(5 * MANY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsAreSentInInsertsIfNoFileCanBeCreated(boolean large) throws IOException {
    Path noDirectory = Files.createTempFile("hiring", ".tmp");
    MySqlAdapter adapter =
        MySqlAdapter.open(
            schema.vertx,
            TestDatabase.with(schema.settings, "rowFiles", noDirectory.resolve("rows")));

    assertLoaded(adapter, plan(large));

    await(adapter.close());
    Files.delete(noDirectory);
  }

  @Test
  void otherStatementsWaitUntilTheFileIsLoaded() {
    LoadTransaction load = begin(schema.adapter, schema.plan(JOBS, true, DuplicateKeys.REJECT));
    for (int batch = 0; batch < 20; batch++) {
      CompletionStage<Written> first = load.write(jobs(batch * 2 * MANY, MANY));
      CompletionStage<List<OrphanedKey>> question = load.orphanedReferences(1);
      CompletionStage<Written> second = load.write(jobs((batch * 2 + 1) * MANY, MANY));

      assertThat(await(question)).isEmpty();
      assertThat(await(first).inserted() + await(second).inserted()).isEqualTo(2 * MANY);
    }
    await(load.commit(RESULT));

    assertThat(schema.rows(JOBS)).hasSize(40 * MANY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rollbackDuringAFileLeavesNothing(boolean large) {
    for (int round = 0; round < 10; round++) {
      LoadTransaction load = begin(schema.adapter, plan(large));
      IntStream.range(0, round).forEach(batch -> load.write(hires(batch * MANY, i -> "x")));
      await(load.rollback());

      assertThat(files).isEmptyDirectory();
      assertThat(schema.rows(HIRED_EMPLOYEES)).isEmpty();
    }
    assertLoaded(schema.adapter, plan(large));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loadWaitsForAnUncommittedRowWithTheSameKey(boolean taken) throws Exception {
    LoadTransaction load = begin(schema.adapter, schema.plan(JOBS, true, DuplicateKeys.REJECT));
    try (Connection client = clientWithUncommittedKey500()) {
      CompletionStage<Written> write = load.write(jobs(0, MANY));
      awaitFileUnderWay();
      if (taken) {
        client.commit();
      } else {
        client.rollback();
      }

      assertThat(await(write).rejected()).hasSize(taken ? 1 : 0);
    }
    await(load.commit(RESULT));

    assertThat(schema.rows(JOBS)).hasSize(MANY);
    assertThat(schema.rows(JOBS).get(500)).containsExactly(500, taken ? "of another" : "job 500");
  }

  @Test
  void batchesWrittenDuringAFileShareTheNextFile() throws Exception {
    LoadTransaction load = begin(schema.adapter, schema.plan(JOBS, true, DuplicateKeys.REJECT));
    long before = filesRead();
    try (Connection client = clientWithUncommittedKey500()) {
      CompletionStage<Written> first = load.write(jobs(0, MANY));
      awaitFileUnderWay();
      List<CompletionStage<Written>> others =
          IntStream.range(1, 8).mapToObj(batch -> load.write(jobs(batch * MANY, MANY))).toList();
      client.rollback();

      assertThat(await(first).inserted()).isEqualTo(MANY);
      others.forEach(write -> assertThat(await(write).inserted()).isEqualTo(MANY));
    }
    assertThat(filesRead() - before).isEqualTo(2);
    await(load.commit(RESULT));

    assertThat(schema.rows(JOBS)).hasSize(8 * MANY);
  }

  private Connection clientWithUncommittedKey500() throws SQLException {
    Connection client = schema.connect();
    client.setAutoCommit(false);
    try (Statement statement = client.createStatement()) {
      statement.execute("INSERT INTO jobs VALUES (500, 'of another')");
    }
    return client;
  }

  /** The file cannot end, whether or not it waits for the row already. */
  private void awaitFileUnderWay() {
    Loads.eventually(
        () ->
            assertThat(
                    schema.queried(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'LOAD"
                            + " DATA%'"))
                .isNotEqualTo("0"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, STATEMENT_LOST",
    "true, ANSWER_LOST",
    "true, BOTH_LOST",
    "false, STATEMENT_LOST",
    "false, ANSWER_LOST",
    "false, BOTH_LOST"
  })
  void connectionLostDuringAFileFailsTheLoad(boolean large, Fate fate) {
    LoadPlan plan = plan(large);
    try (FaultyNetwork network = new FaultyNetwork()) {
      MySqlAdapter adapter = schema.openIdle(network.through(schema.settings));
      LoadTransaction load = begin(adapter, plan);
      network.failAt("SAVEPOINT file", fate);

      assertThatThrownBy(
              () -> {
                await(load.write(hires(i -> "x")));
                await(load.commit(RESULT));
              })
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
      await(load.rollback());
      assertThat(files).isEmptyDirectory();
      await(adapter.close());
    }
    assertThat(schema.rows(HIRED_EMPLOYEES)).isEmpty();
    await(TestSchema.beginWhenFree(schema.adapter, plan).rollback());
  }

  /** The server may be an impostor. */
  @ParameterizedTest
  @ValueSource(strings = {"START TRANSACTION", "SAVEPOINT file"})
  void serverGetsNoFileThatItWasNotOffered(String statement) throws IOException {
    Path secret = Files.writeString(Files.createTempFile("hiring", ".tmp"), "a secret");
    try (FaultyNetwork network = new FaultyNetwork()) {
      MySqlAdapter adapter = schema.openIdle(network.through(schema.settings));
      network.askForFile(statement, secret);

      assertThatThrownBy(
              () -> {
                LoadTransaction load = begin(adapter, plan(false));
                try {
                  await(load.write(hires(i -> "x")));
                } finally {
                  await(load.rollback());
                }
              })
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
      await(adapter.close());
      assertThat(network.sentSince()).doesNotContain("a secret");
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void rollbackWhileTheServerWaitsReleasesEverything() throws Exception {
    LoadTransaction load = begin(schema.adapter, schema.plan(JOBS, true, DuplicateKeys.REJECT));
    try (Connection client = clientWithUncommittedKey500()) {
      CompletionStage<Written> write = load.write(jobs(0, MANY));
      awaitFileUnderWay();
      CountDownLatch over = new CountDownLatch(1);
      load.rollback().whenComplete((done, failure) -> over.countDown());
      client.commit();
      over.await();

      assertThat(write.toCompletableFuture()).isCompletedExceptionally();
    }
    assertThat(schema.rows(JOBS)).containsOnlyKeys(500);
    assertThat(files).isEmptyDirectory();
  }

  private void assertLoaded(MySqlAdapter adapter, LoadPlan plan) {
    LoadTransaction load = begin(adapter, plan);
    List<CompletionStage<Written>> writes =
        IntStream.range(0, 4)
            .mapToObj(batch -> load.write(hires(batch * MANY, i -> "name " + i)))
            .toList();
    writes.forEach(write -> assertThat(await(write).inserted()).isEqualTo(MANY));
    await(load.commit(RESULT));
    assertThat(schema.rows(HIRED_EMPLOYEES)).hasSize(4 * MANY);
  }

  private long filesRead() throws SQLException {
    try (Connection connection = schema.connect();
        Statement statement = connection.createStatement();
        ResultSet loads = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_load'")) {
      loads.next();
      return loads.getLong("Value");
    }
  }

  /** A large load replaces, because every server exchanges tables for that. */
  private LoadPlan plan(boolean large) {
    return large
        ? schema.largePlan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT)
        : schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.REJECT);
  }

  private static LoadTransaction begin(MySqlAdapter adapter, LoadPlan plan) {
    return await(TestSchema.recorded(adapter).begin(plan));
  }

  private static List<Row> hires(Function<Integer, String> name) {
    return hires(0, name);
  }

  private static List<Row> hires(int first, Function<Integer, String> name) {
    return IntStream.range(first, first + MANY)
        .<Row>mapToObj(i -> hire(i, name.apply(i), null, null, null))
        .toList();
  }

  private static Row hire(
      int id,
      String name,
      @Nullable LocalDateTime datetime,
      @Nullable Integer department,
      @Nullable Integer job) {
    return row(id, id, name, datetime, department, job);
  }

  private static List<Row> jobs(int first, int count) {
    return IntStream.range(first, first + count).<Row>mapToObj(i -> row(i, i, "job " + i)).toList();
  }
}
