package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.ScriptedBody;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateCsvTest {
  private static final String SCHEMA = "hiring";

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final InMemoryLoadObserver observer = new InMemoryLoadObserver();
  private final Workers workers = new Workers("load-test", 4);
  private final ListRowReader reader = new ListRowReader(3);
  private final MigrateCsv migrateCsv = migrateCsv(tables, reader);

  @BeforeEach
  void departmentsAndJobs() {
    loaded(departments(), "1,Sales\n2,Legal\n");
    loaded(request(HiringTables.JOBS).build(), "1,Clerk\n");
  }

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(tables.underWay()).isZero();
    assertThat(spools.open()).isZero();
    assertThat(reader.open()).isZero();
  }

  @Test
  void countsAddUpAndTheBodyIsMeasured() {
    Loaded loaded = loaded(departments(), "1,Sales\n2,\nx,Bad\n1,Again\n4,Legal\n");

    assertThat(loaded.rows()).isEqualTo(new RowCounts(5, 3, 0, 0, 2, 1));
    assertThat(loaded.bytes()).isEqualTo(33);
    assertThat(loaded.sha256()).hasSize(64);
    assertThat(tables.commits(SCHEMA)).containsEntry(loaded.loadId(), loaded.rows());
  }

  @Test
  void observerSeesBatchesCommitAndEndOfEveryLoad() {
    observer.observed().clear();

    loaded(departments(), "1,Sales\n2,Legal\n");
    run(departments(), new TextBody("x,Bad\n"));

    assertThat(observer.observed())
        .containsExactly(
            "began departments",
            "batch written to departments",
            "committed departments",
            "ended departments: read 2, 16 bytes",
            "began departments",
            "ended departments: read 1, 6 bytes");
  }

  @Test
  void observerSeesALoadThatFails() {
    observer.observed().clear();
    MigrateCsv failing = migrateCsv(tables, BROKEN);

    assertThatThrownBy(() -> await(failing.run(submission(departments()), new TextBody(""))))
        .hasMessage("a defect");

    assertThat(observer.observed())
        .containsExactly("began departments", "failed departments: a defect");
  }

  @Test
  void refusalsOfRulesAndTableAreInFileOrder() {
    Loaded loaded = loaded(departments(), "1,a\n1,b\nx,c\n2,d\n2,e\ny,f\n");

    assertThat(loaded.errors()).extracting(RowRejected::line).containsExactly(2L, 3L, 5L, 6L);
    assertThat(loaded.errors())
        .extracting(RowRejected::code)
        .containsExactly(
            RowErrorCode.DUPLICATE_KEY,
            RowErrorCode.INVALID_INTEGER,
            RowErrorCode.DUPLICATE_KEY,
            RowErrorCode.INVALID_INTEGER);
    assertThat(spools.last())
        .extracting(record -> record.get(0))
        .containsExactly("2", "3", "5", "6");
  }

  @Test
  void twentyErrorsAreShownAndAllAreStored() {
    String bad =
        IntStream.range(0, 50).mapToObj(i -> "x" + i + ",bad\n").collect(Collectors.joining());

    Loaded loaded = loaded(departments(), "1,Sales\n" + bad);

    assertThat(loaded.errors()).hasSize(20);
    assertThat(spools.last()).hasSize(50);
    URI url = Objects.requireNonNull(loaded.rejectsUrl());
    assertThat(new String(store.read(url).orElseThrow(), StandardCharsets.UTF_8)).contains("x49");
  }

  @Test
  void firstRefusedRowsAreKeptAndAllAreCounted() {
    spools.limitRecords(4);
    String csv = "1,Sales\n" + "x,bad\n".repeat(9) + "2,Legal\n";

    Loaded loaded = loaded(departments(), csv);

    assertThat(loaded.rows()).isEqualTo(new RowCounts(11, 2, 0, 0, 9, 0));
    assertThat(loaded.errors()).hasSize(9);
    assertThat(loaded.rejectsKept()).isEqualTo(4);
    assertThat(spools.last())
        .extracting(record -> record.get(0))
        .containsExactly("2", "3", "4", "5");
    assertThat(notLoaded(departments(), "x,bad\n".repeat(5)).rejectsKept()).isEqualTo(4);
    assertThat(
            notLoaded(request(HiringTables.DEPARTMENTS).maxErrors(7).build(), "x,bad\n".repeat(9))
                .code())
        .isEqualTo(RefusalCode.TOO_MANY_ERRORS);
  }

  @Test
  void noFileIsStoredIfNoRefusedRowFits() {
    spools.limitRecords(0);

    Loaded loaded = loaded(departments(), "1,Sales\n2,Legal\nx,bad\n");

    assertThat(loaded.rows().rejected()).isEqualTo(1);
    assertThat(loaded.rejectsUrl()).isNull();
    assertThat(loaded.rejectsKept()).isZero();
    assertThat(store.files()).isEmpty();
  }

  @Test
  void firstFaultInTheFileIsReported() {
    NotLoaded refused =
        notLoaded(
            request(HiringTables.DEPARTMENTS).abortOnError().build(), "5,Good\nx,bad\n".repeat(20));

    assertThat(refused.detail()).startsWith("line 2:");
  }

  @Test
  void nothingIsStoredWithoutRefusedRows() {
    Loaded loaded = loaded(departments(), "1,Sales\n");

    assertThat(loaded.rejectsUrl()).isNull();
    assertThat(store.files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10,0", "10,3", "10,9"})
  void firstRowOverMaxErrorsEndsTheLoad(int bad, int allowed) {
    String rows = IntStream.range(0, bad).mapToObj(i -> "x,bad\n").collect(Collectors.joining());

    NotLoaded refused =
        notLoaded(request(HiringTables.DEPARTMENTS).maxErrors(allowed).build(), "5,Good\n" + rows);

    assertThat(refused.code()).isEqualTo(RefusalCode.TOO_MANY_ERRORS);
    assertThat(refused.detail()).contains("line " + (allowed + 2));
    assertThat(refused.errors()).hasSize(allowed + 1);
    assertThat(spools.last()).hasSize(allowed + 1);
    assertUnchanged();
  }

  @Test
  void loadWithExactlyMaxErrorsSucceeds() {
    Loaded loaded =
        loaded(request(HiringTables.DEPARTMENTS).maxErrors(2).build(), "5,Good\nx,bad\ny,bad\n");

    assertThat(loaded.rows().rejected()).isEqualTo(2);
  }

  @Test
  void firstErrorAbortsAndIsTheOnlyOneReported() {
    NotLoaded refused =
        notLoaded(
            request(HiringTables.DEPARTMENTS).abortOnError().build(),
            "5,Good\n5,twice\nx,bad\ny,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.ABORTED_ON_ERROR);
    assertThat(refused.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.line()).isEqualTo(2));
    assertUnchanged();
  }

  @Test
  void zeroAcceptedRowsNeverCommit() {
    NotLoaded refused = notLoaded(departments(), "x,bad\n,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(refused.rejectsUrl()).isNotNull();
    assertUnchanged();
  }

  @ParameterizedTest
  @CsvSource({
    "'id;department\n5;Sales\n6;Legal\n', semicolons, declare ; as the delimiter",
    "'5|Sales\n6|Legal\n', vertical bars, declare | as the delimiter",
    "'5\tSales\n6\t\n', tabs, declare tab as the delimiter",
  })
  void refusalNamesAnotherDelimiterThatFits(String csv, String named, String parameter) {
    for (RequestBuilder request :
        List.of(
            request(HiringTables.DEPARTMENTS),
            request(HiringTables.DEPARTMENTS).maxErrors(0),
            request(HiringTables.DEPARTMENTS).abortOnError(),
            request(HiringTables.DEPARTMENTS).header(HeaderLine.PRESENT))) {
      assertThat(notLoaded(request.build(), csv).detail()).contains(named, parameter);
    }
    assertThat(loaded(departments(), csv + "7,Sales\n").rows().inserted()).isEqualTo(1);
    assertThat(notLoaded(departments(), "x,5;Sales;Legal\n").detail()).doesNotContain("delimiter");
  }

  @Test
  void delimiterOfTheRequestIsUsed() {
    LoadRequest request = request(HiringTables.DEPARTMENTS).delimiter(Delimiter.SEMICOLON).build();

    assertThat(loaded(request, "department;ID\nSales, Legal;5\n").rows().inserted()).isEqualTo(1);
    assertThat(notLoaded(request, "5,Sales\n").errors().get(0).message()).contains("semicolons");
    assertThat(notLoaded(request, "5,Sales\n").detail())
        .contains("commas", "declare , as the delimiter");
  }

  @Test
  void delimiterOfTheRequestWinsOverThatOfTheMediaType() {
    LoadRequest asked = request(HiringTables.DEPARTMENTS).delimiter(Delimiter.SEMICOLON).build();

    assertThat(run(departments(), ScriptedBody.csv("5\ta,b\n").declaring(Delimiter.TAB)))
        .isInstanceOf(Loaded.class);
    assertThat(run(asked, ScriptedBody.csv("5;a\tb\n").declaring(Delimiter.TAB)))
        .isInstanceOf(Loaded.class);
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS).values().toString())
        .isEqualTo("[[5, a\tb]]");
  }

  @Test
  void headerWithoutRowsAndEmptyBodyHaveDifferentCodes() {
    assertThat(notLoaded(departments(), "id,department\n").code())
        .isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(notLoaded(departments(), "").code()).isEqualTo(RefusalCode.EMPTY_BODY);
    assertUnchanged();
  }

  @Test
  void ignoredRowsCountAsAccepted() {
    LoadRequest again =
        request(HiringTables.DEPARTMENTS).append().duplicates(DuplicateKeys.IGNORE).build();

    assertThat(loaded(again, "1,Sales\n2,Legal\n").rows())
        .isEqualTo(new RowCounts(2, 0, 0, 2, 0, 0));
  }

  @Test
  void headerOfTheRequestWinsOverTheMediaTypeWhichWinsOverTheSearch() {
    String reordered = "department,id\nSales,7\n";

    assertThat(run(departments(), new TextBody(reordered))).isInstanceOf(Loaded.class);
    assertThat(run(departments(), new TextBody(reordered, HeaderLine.ABSENT)))
        .isInstanceOf(NotLoaded.class);
    assertThat(
            run(
                request(HiringTables.DEPARTMENTS).header(HeaderLine.PRESENT).build(),
                new TextBody(reordered, HeaderLine.ABSENT)))
        .isInstanceOf(Loaded.class);
  }

  @ParameterizedTest
  @CsvSource({"'id,id',DUPLICATE_COLUMN", "'id,name',UNKNOWN_COLUMN", "'id',MISSING_COLUMN"})
  void wrongHeaderRefusesTheFile(String header, RefusalCode code) {
    LoadRequest request = request(HiringTables.DEPARTMENTS).header(HeaderLine.PRESENT).build();

    assertThat(notLoaded(request, header + "\n1,x\n").code()).isEqualTo(code);
    assertUnchanged();
  }

  @ParameterizedTest
  @CsvSource({
    "'id,employee,datetime,job_id,department_id',UNKNOWN_COLUMN,line 1: the header names 'employee'",
    "'id,name,datetime,job_id,job_id',DUPLICATE_COLUMN,names 'job_id' more than once",
    "'id,name,datetime,job_id',MISSING_COLUMN,does not name 'department_id'",
    "',id,name,datetime,job_id,department_id',UNKNOWN_COLUMN,index=False",
    "'Hires 2021\n\nid,name,datetime,job_id,department_id',UNKNOWN_COLUMN,found at line 3",
  })
  void nearHeaderRefusesTheFileUnlessHeaderIsAbsent(String header, RefusalCode code, String says) {
    String csv = header + "\n1,Ann,2021-01-01,1,1\n";

    NotLoaded refused = notLoaded(request(HiringTables.HIRED_EMPLOYEES).build(), csv);
    Loaded without =
        loaded(request(HiringTables.HIRED_EMPLOYEES).header(HeaderLine.ABSENT).build(), csv);

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.detail()).contains(says, "declare it absent");
    assertThat(without.rows().inserted()).isEqualTo(1);
  }

  @Test
  void headerIsFoundAfterTheFirstBatch() {
    String title = "a\nb\nc\nd\ne\n";

    assertThat(notLoaded(departments(), title + "Department,Id\nx,1\n").detail())
        .contains("found at line 6");
    assertThat(notLoaded(departments(), title.repeat(2) + "id,department\n").code())
        .isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertUnchanged();
  }

  @Test
  void headerBelowARowIsARefusedRow() {
    assertThat(loaded(departments(), "1,Sales\nid,department\n").rows().rejected()).isEqualTo(1);
  }

  @Test
  void replaceThatWouldOrphanRowsIsRefusedWithTheirIds() {
    loaded(request(HiringTables.HIRED_EMPLOYEES).build(), "1,Ada,2021-01-01,2,1\n");

    NotLoaded refused = notLoaded(departments(), "1,Sales\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.REFERENCED_ROWS);
    assertThat(refused.detail()).contains("hired_employees", ": id 2;");
    assertUnchanged();
  }

  @Test
  void refusalNamesTwentyOrphansAndHintsAtMore() {
    String departments =
        IntStream.rangeClosed(1, 30).mapToObj(i -> i + ",d\n").collect(Collectors.joining());
    String hires =
        IntStream.rangeClosed(1, 30)
            .mapToObj(i -> i + ",Ada,2021-01-01," + i + ",1\n")
            .collect(Collectors.joining());
    loaded(departments(), departments);
    loaded(request(HiringTables.HIRED_EMPLOYEES).build(), hires);

    assertThat(notLoaded(departments(), "99,x\n").detail()).contains("1, 2, 3,", "20, …");
  }

  @Test
  void dryRunGivesTheSameResultAndChangesNothing() {
    LoadRequest dry = request(HiringTables.DEPARTMENTS).append().dryRun().build();
    LoadRequest real = request(HiringTables.DEPARTMENTS).append().build();
    String csv = "1,taken\n3,New\nx,bad\n";

    Loaded tried = loaded(dry, csv);
    assertUnchanged();
    Loaded done = loaded(real, csv);

    assertThat(tried.rows()).isEqualTo(done.rows());
    assertThat(tried.errors().toString()).isEqualTo(done.errors().toString());
    assertThat(tried.sha256()).isEqualTo(done.sha256());
  }

  @Test
  void loadWithRefusedRowsFailsIfTheStoreIsUnavailable() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));

    NotLoaded refused = notLoaded(departments(), "3,New\nx,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE);
    assertUnchanged();
  }

  @Test
  void refusalKeepsItsCodeIfTheStoreIsUnavailable() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));

    NotLoaded refused = notLoaded(departments(), "x,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(refused.rejectsUrl()).isNull();
  }

  @Test
  void bodyIsNotOpenedIfTheDatabaseIsUnavailable() {
    tables.setUnavailable(true);
    TextBody body = new TextBody("1,Sales\n");

    LoadOutcome outcome = run(departments(), body);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
    assertThat(body.opened()).isFalse();
    assertThat(body.abandoned()).isTrue();
    tables.setUnavailable(false);
  }

  @Test
  void defectOfTheReaderUndoesTheLoadAndStaysAFailure() {
    MigrateCsv failing = migrateCsv(tables, BROKEN);
    ScriptedBody body = ScriptedBody.csv("1,x\n");

    assertThatThrownBy(() -> await(failing.run(submission(departments()), body)))
        .hasMessage("a defect");
    body.awaitClosed();
    assertThat(body.isAbandoned()).isTrue();
    assertUnchanged();
  }

  @Test
  void fileThatCannotBeReadIsRefusedWithTheCodeOfItsReason() {
    FileRefused malformed = new FileRefused(FileRefused.Reason.MALFORMED_CSV, "line 4: a quote");
    ScriptedBody body = ScriptedBody.csv("5,a\n6,b\n7,c\n").thenFails(malformed);

    assertThat(run(departments(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_CSV);
              assertThat(refused.detail()).isEqualTo("line 4: a quote");
            });
    assertUnchanged();
  }

  @Test
  void rowsBeforeTheFaultOfTheFileAreReportedFirst() {
    FileRefused malformed = new FileRefused(FileRefused.Reason.MALFORMED_CSV, "line 4: a quote");
    ScriptedBody body = ScriptedBody.csv("5,a\nx,bad\n7,c\n").thenFails(malformed);

    assertThat(run(request(HiringTables.DEPARTMENTS).abortOnError().build(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.ABORTED_ON_ERROR);
              assertThat(refused.detail()).startsWith("line 2:");
              assertThat(refused.rows().read()).isEqualTo(3);
            });
  }

  @Test
  void bodyThatBreaksOffIsAnInterruptionWithItsCause() {
    IOException reset = new IOException("reset by peer");

    for (String before : List.of("", "5,a\n".repeat(4))) {
      ScriptedBody body = ScriptedBody.csv(before).thenFails(reset);
      assertThatThrownBy(() -> run(departments(), body))
          .isInstanceOf(BodyInterrupted.class)
          .hasCause(reset);
      body.awaitClosed();
    }
    assertUnchanged();
  }

  @Test
  void bodyIsClosedAndAbandonedHoweverTheLoadEnds() {
    for (String csv : List.of("5,a\n", "x,bad\n", "", "5,a\n".repeat(100))) {
      ScriptedBody body = ScriptedBody.csv(csv);
      run(request(HiringTables.DEPARTMENTS).maxErrors(10).build(), body);
      body.awaitClosed();
      assertThat(body.isAbandoned()).isTrue();
    }
  }

  @Test
  void batchesAreSettledBeforeTheNextIsReadIfMemoryIsShort() {
    ListRowReader oneBatch = new ListRowReader(3, 1);
    MigrateCsv short1 = migrateCsv(tables, oneBatch);
    String csv = "5,a\n5,b\nx,c\n".repeat(40);

    LoadOutcome outcome = await(short1.run(submission(departments()), ScriptedBody.csv(csv)));

    assertThat(outcome.rows()).isEqualTo(new RowCounts(120, 1, 0, 0, 119, 0));
    assertThat(outcome.errors()).extracting(RowRejected::line).startsWith(2L, 3L, 4L, 5L);
  }

  @Test
  void noMoreThan128BatchesAreWrittenAtOnce() {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    CompletableFuture<Written> answer = new CompletableFuture<>();
    Function<List<Row>, CompletionStage<Written>> answerAll =
        batch -> {
          int write = writes.incrementAndGet();
          if (write == 128) {
            answer.completeAsync(() -> new Written(3, 0, 0, 0, List.of()));
          } else if (write > 128 && !answer.isDone()) {
            tooMany.incrementAndGet();
          }
          return answer;
        };
    LoadTransactions holding =
        plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, answerAll));

    LoadOutcome outcome =
        await(
            migrateCsv(holding, reader)
                .run(submission(departments()), ScriptedBody.csv("5,a\n6,b\n7,c\n".repeat(200))));

    assertThat(writes).hasValue(200);
    assertThat(tooMany).hasValue(0);
    assertThat(outcome.rows().inserted()).isEqualTo(600);
  }

  /** Their messages would fill a small heap: a file of duplicates, behind a slow batch. */
  @Test
  void noBatchIsReadWhileThousandsOfRefusedRowsWaitForAnEarlierBatch() {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    CompletableFuture<Written> first = new CompletableFuture<>();
    Function<List<Row>, CompletionStage<Written>> refuseAllButTheFirst =
        batch -> {
          if (writes.incrementAndGet() == 1) {
            return first.completeOnTimeout(
                new Written(1000, 0, 0, 0, List.of()), 200, TimeUnit.MILLISECONDS);
          }
          if (writes.get() > 10 && !first.isDone()) {
            tooMany.incrementAndGet();
          }
          return CompletableFuture.completedStage(
              new Written(
                  0,
                  0,
                  0,
                  0,
                  batch.stream().map(row -> RowRejected.duplicateKey(row, DEPARTMENTS)).toList()));
        };
    LoadTransactions scripted =
        plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, refuseAllButTheFirst));

    LoadOutcome outcome =
        await(
            migrateCsv(scripted, new ListRowReader(1000))
                .run(submission(departments()), ScriptedBody.csv("5,a\n".repeat(20_000))));

    assertThat(tooMany).hasValue(0);
    assertThat(outcome.rows().rejected()).isEqualTo(19_000);
  }

  @Test
  void failedWriteEndsAReadThatWaitsForTheClient() {
    CompletableFuture<Written> write = new CompletableFuture<>();
    ScriptedBody stalled = ScriptedBody.csv("3,New\n4,Newer\n5,Newest\n").thenStalls();
    CompletionStage<LoadOutcome> outcome =
        migrateCsv(losing(write), reader).run(submission(departments()), stalled);

    stalled.awaitStalled();
    write.completeExceptionally(new Refused(RefusalCode.DATABASE_UNAVAILABLE, "lost"));

    assertThat(await(outcome))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
    assertUnchanged();
  }

  @Test
  void stackTraceOfADefectShowsTheStepOfTheLoad() {
    IllegalStateException defect = new IllegalStateException("a defect");
    MigrateCsv failing = migrateCsv(losing(CompletableFuture.failedStage(defect)), reader);

    assertThatThrownBy(() -> await(failing.run(submission(departments()), new TextBody("3,New"))))
        .isSameAs(defect);
    assertThat(Arrays.stream(defect.getSuppressed()[0].getStackTrace()))
        .extracting(StackTraceElement::getMethodName)
        .containsSubsequence("settleOldest", "run", "readAndWrite", "run");
  }

  @Test
  void loadsAreRefusedAfterTheWorkersAreClosed() {
    observer.observed().clear();
    workers.close();
    TextBody body = new TextBody("5,a\n");

    assertThat(run(departments(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertThat(body.opened()).isFalse();
    assertThat(body.abandoned()).isTrue();
    assertThat(observer.observed())
        .containsExactly("began departments", "ended departments: read 0, 0 bytes");
  }

  @Test
  void loadThatIsReadingWhenTheWorkersAreClosedIsRefused() {
    RowReader closing =
        (table, delimiter, body) -> {
          workers.close();
          return reader.open(table, delimiter, body);
        };

    assertThat(
            await(
                migrateCsv(tables, closing).run(submission(departments()), new TextBody("5,a\n"))))
        .isInstanceOfSatisfying(
            NotLoaded.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertUnchanged();
  }

  private static final RowReader BROKEN =
      (table, delimiter, body) -> {
        throw new IllegalStateException("a defect");
      };

  /** Loads whose writes end as this stage does. */
  private LoadTransactions losing(CompletionStage<Written> write) {
    return plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, batch -> write));
  }

  /** A load whose writes are given by a function. */
  private record ScriptedLoad(
      LoadTransaction load, Function<List<Row>, CompletionStage<Written>> writes)
      implements LoadTransaction {
    @Override
    public Map<ForeignKey, KeySet> references() {
      return load.references();
    }

    @Override
    public CompletionStage<Written> write(List<Row> batch) {
      return writes.apply(batch);
    }

    @Override
    public List<RowOutcome> nextWaiting() {
      return load.nextWaiting();
    }

    @Override
    public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
      return load.orphanedReferences(limit);
    }

    @Override
    public CompletionStage<Void> commit(LoadResult result) {
      return load.commit(result);
    }

    @Override
    public CompletionStage<Void> rollback() {
      return load.rollback();
    }
  }

  private void assertUnchanged() {
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS).values().toString())
        .isEqualTo("[[1, Sales], [2, Legal]]");
  }

  private MigrateCsv migrateCsv(LoadTransactions transactions, RowReader reader) {
    return new MigrateCsv(
        workers,
        tables.records(),
        transactions,
        reader,
        spools,
        store,
        observer,
        Duration.ofMillis(5));
  }

  private static LoadSubmission submission(LoadRequest request) {
    return new LoadSubmission(UUID.randomUUID().toString(), request, null, "request", null);
  }

  private LoadOutcome run(LoadRequest request, Body body) {
    return await(migrateCsv.run(submission(request), body));
  }

  private Loaded loaded(LoadRequest request, String csv) {
    LoadOutcome outcome = run(request, new TextBody(csv));
    assertThat(outcome).isInstanceOf(Loaded.class);
    return (Loaded) outcome;
  }

  private NotLoaded notLoaded(LoadRequest request, String csv) {
    LoadOutcome outcome = run(request, new TextBody(csv));
    assertThat(outcome).isInstanceOf(NotLoaded.class);
    return (NotLoaded) outcome;
  }

  private static LoadRequest departments() {
    return request(HiringTables.DEPARTMENTS).build();
  }

  private static RequestBuilder request(Table table) {
    return new RequestBuilder(table);
  }

  /** A request with the contract's defaults. */
  private static final class RequestBuilder {
    private final Table table;
    private boolean append;
    private @Nullable HeaderLine header;
    private @Nullable Delimiter delimiter;
    private boolean abortOnError;
    private long maxErrors = Long.MAX_VALUE;
    private DuplicateKeys duplicates = DuplicateKeys.REJECT;
    private boolean dryRun;

    RequestBuilder(Table table) {
      this.table = table;
    }

    RequestBuilder append() {
      append = true;
      return this;
    }

    RequestBuilder header(HeaderLine value) {
      header = value;
      return this;
    }

    RequestBuilder delimiter(Delimiter value) {
      delimiter = value;
      return this;
    }

    RequestBuilder abortOnError() {
      abortOnError = true;
      return this;
    }

    RequestBuilder maxErrors(long value) {
      maxErrors = value;
      return this;
    }

    RequestBuilder duplicates(DuplicateKeys value) {
      duplicates = value;
      return this;
    }

    RequestBuilder dryRun() {
      dryRun = true;
      return this;
    }

    LoadRequest build() {
      return new LoadRequest(
          table,
          SCHEMA,
          append,
          header,
          delimiter,
          null,
          MissingValues.NULL,
          abortOnError,
          maxErrors,
          duplicates,
          dryRun);
    }
  }
}
