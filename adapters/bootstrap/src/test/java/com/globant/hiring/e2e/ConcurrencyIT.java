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

/** Loads at the same time: who excludes whom, and what others see meanwhile. */
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

  private CompletableFuture<Answer> begin(String table, GatedBody body, String... options) {
    CompletableFuture<Answer> load =
        CompletableFuture.supplyAsync(() -> server.stream(table, () -> body, options));
    Eventually.until(
        "the load of " + table + " holds its lock",
        () -> {
          assertThat(load).isNotDone();
          return server.load(table, "77,probe\n", "dry_run=true").status() == 409;
        });
    return load;
  }

  @Test
  void theLaterOfTwoReplacesIsToldAtOnceAndTheFormerGoesOn() {
    GatedBody body = new GatedBody("1,First\n", "2,Second\n");
    CompletableFuture<Answer> former = begin("departments", body);

    Answer later = server.load("departments", "9,Other\n");

    later.assertProblem(409, "table_busy");
    assertThat(later.header("Retry-After")).matches("[0-9]+");
    assertThat(sql.rows("SELECT department FROM departments ORDER BY id"))
        .containsExactly("Sales", "Engineering");
    body.goOn();
    former.join().assertLoaded(2, 2, 0, 0, 0);
    assertThat(sql.rows("SELECT department FROM departments ORDER BY id"))
        .containsExactly("First", "Second");
    server.load("departments", DEPARTMENTS).assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void appendsRunSideBySideAndExcludeAReplace() {
    GatedBody body = new GatedBody("3,Third\n", "5,Fifth\n");
    CompletableFuture<Answer> slow = begin("departments", body, "append=true");

    server.load("departments", "4,Fourth\n", "append=true").assertLoaded(1, 1, 0, 0, 0);
    server.load("departments", "9,Other\n").assertProblem(409, "table_busy");

    body.goOn();
    slow.join().assertLoaded(2, 2, 0, 0, 0);
    assertThat(sql.rows("SELECT id FROM departments ORDER BY id"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aLoadOfHiresExcludesAReplaceOfWhatItReferencesAndNotAnAppend() {
    GatedBody body = new GatedBody("1,Ada,2021-01-01,1,1\n", "2,Bob,2021-01-01,2,1\n");
    CompletableFuture<Answer> hires = begin("hired_employees", body, "append=true");

    server.load("departments", "9,Other\n").assertProblem(409, "table_busy");
    server.load("jobs", "9,Other\n").assertProblem(409, "table_busy");
    server.load("departments", "3,Legal\n", "append=true").assertLoaded(1, 1, 0, 0, 0);

    body.goOn();
    hires.join().assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void anOpenReplaceOfDepartmentsExcludesLoadsOfHires() {
    GatedBody body = new GatedBody("1,Sales\n", "2,Engineering\n");
    CompletableFuture<Answer> departments = begin("departments", body);

    server
        .load("hired_employees", "1,Ada,2021-01-01,1,1\n", "append=true")
        .assertProblem(409, "table_busy");

    body.goOn();
    departments.join().assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void anOpenAppendOfDepartmentsDoesNotHoldUpLoadsOfHires() {
    GatedBody body = new GatedBody("3,Legal\n", "4,Finance\n");
    CompletableFuture<Answer> departments = begin("departments", body, "append=true");

    Answer hires =
        server.load(
            "hired_employees",
            "1,Ada,2021-01-01,1,1\n2,not committed yet,2021-01-01,3,1\n",
            "append=true");

    hires.assertLoaded(2, 1, 0, 0, 1);
    assertThat(hires.errorCode(0)).isEqualTo("unknown_reference");
    body.goOn();
    departments.join().assertLoaded(2, 2, 0, 0, 0);
  }

  @Test
  void ofManyReplacesAtOnceTheTableHoldsExactlyOne() {
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
  void manyAppendsAtOnceAllArrive() {
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
}
