package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Concurrent loads: which exclude each other, and what other clients see. */
@ExtendWith(ServiceUnderTest.class)
class ConcurrencyIT {
  private static final String DEPARTMENTS = "1,Sales\n2,Engineering\n";

  private final HiringServer server;
  private final Sql sql;

  ConcurrencyIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
    server.load("departments", DEPARTMENTS);
    server.load("jobs", "1,Recruiter\n");
  }

  @Test
  void secondReplaceGets409AndTheFirstContinues() throws Exception {
    try (SlowLoad former = SlowLoad.begin(server, "departments").send("1,First\n")) {

      Answer later = server.load("departments", "9,Other\n");

      later.assertProblem(409, "table_busy");
      later.assertDetailContains(
          "departments is held by load " + running(), "which replaces departments");
      assertThat(later.header("Retry-After")).matches("[0-9]+");
      assertThat(sql.rows("SELECT department FROM departments ORDER BY id"))
          .containsExactly("Sales", "Engineering");
      former.send("2,Second\n").finish().assertLoaded(2, 2, 0, 0, 0);
      assertThat(sql.rows("SELECT department FROM departments ORDER BY id"))
          .containsExactly("First", "Second");
    }
    server.load("departments", DEPARTMENTS).assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void appendsRunConcurrentlyAndExcludeAReplace() throws Exception {
    try (SlowLoad slow = SlowLoad.begin(server, "departments", "append=true").send("3,Third\n")) {
      server.load("departments", "4,Fourth\n", "append=true").assertLoaded(1, 1, 0, 0, 0);
      server.load("departments", "9,Other\n").assertProblem(409, "table_busy");

      slow.send("5,Fifth\n").finish().assertLoaded(2, 2, 0, 0, 0);
    }
    assertThat(sql.rows("SELECT id FROM departments ORDER BY id"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aLoadOfHiresExcludesReplacesButNotAppendsOfReferencedTables() throws Exception {
    try (SlowLoad hires =
        SlowLoad.begin(server, "hired_employees", "append=true").send("1,Ada,2021-01-01,1,1\n")) {
      server
          .load("departments", "9,Other\n")
          .assertProblem(409, "table_busy")
          .assertDetailContains(
              "departments is held by load " + running(), "which adds to hired_employees");
      server.load("jobs", "9,Other\n").assertProblem(409, "table_busy");
      server.load("departments", "3,Legal\n", "append=true").assertLoaded(1, 1, 0, 0, 0);

      hires.send("2,Bob,2021-01-01,2,1\n").finish().assertLoaded(2, 2, 0, 0, 0);
    }
  }

  @Test
  void aRunningReplaceOfDepartmentsExcludesLoadsOfHires() throws Exception {
    try (SlowLoad departments = SlowLoad.begin(server, "departments").send(DEPARTMENTS)) {
      server
          .load("hired_employees", "1,Ada,2021-01-01,1,1\n", "append=true")
          .assertProblem(409, "table_busy")
          .assertDetailContains(
              "departments is held by load " + running(), "which replaces departments");

      departments.finish().assertLoaded(2, 2, 0, 0, 0);
    }
  }

  @Test
  void aRunningAppendOfDepartmentsDoesNotBlockLoadsOfHires() throws Exception {
    try (SlowLoad departments =
        SlowLoad.begin(server, "departments", "append=true").send("3,Legal\n".repeat(2000))) {
      Answer hires =
          server.load(
              "hired_employees",
              "1,Ada,2021-01-01,1,1\n2,not committed yet,2021-01-01,3,1\n",
              "append=true");

      hires.assertLoaded(2, 1, 0, 0, 1);
      assertThat(hires.errorCode(0)).isEqualTo("unknown_reference");
      departments.finish().assertLoaded(2000, 1, 0, 0, 1999);
    }
  }

  @Test
  void concurrentReplacesLeaveExactlyOneFile() {
    List<CompletableFuture<Answer>> loads = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      String name = "load" + i;
      String csv =
          IntStream.rangeClosed(1, 3000)
              .mapToObj(id -> id + "," + name + "\n")
              .collect(Collectors.joining());
      loads.add(CompletableFuture.supplyAsync(() -> server.load("jobs", csv)));
    }
    List<Answer> answers = loads.stream().map(CompletableFuture::join).toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
    assertThat(answers).anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(sql.rows("SELECT COUNT(*), COUNT(DISTINCT job) FROM jobs"))
        .containsExactly("3000|1");
  }

  @Test
  void concurrentAppendsAllSucceed() {
    List<CompletableFuture<Answer>> loads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int from = 1000 + i * 2500;
      String csv =
          IntStream.range(from, from + 2500)
              .mapToObj(id -> id + ",job\n")
              .collect(Collectors.joining());
      loads.add(CompletableFuture.supplyAsync(() -> server.load("jobs", csv, "append=true")));
    }

    assertThat(loads).allSatisfy(load -> load.join().assertLoaded(2500, 2500, 0, 0, 0));
    assertThat(sql.count("jobs")).isEqualTo(20_001);
  }

  /** The id of the one load that is under way. */
  private String running() {
    return server.get("/loads?status=running").json().get("loads").get(0).get("load_id").asText();
  }
}
