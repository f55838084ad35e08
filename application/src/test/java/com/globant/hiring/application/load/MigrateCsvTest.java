package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.submission;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.body.ScriptedBody;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.RowRejected;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateCsvTest extends MigrateCsvFixture {
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
    assertThat(refused.detail())
        .startsWith("line %d: id is not an integer".formatted(allowed + 2))
        .endsWith("; that is one refused row more than the %d that are allowed".formatted(allowed));
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
    assertThat(refused.detail()).endsWith("; the first refused row ends this load");
    assertThat(refused.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.line()).isEqualTo(2));
    assertUnchanged();
  }

  @Test
  void zeroAcceptedRowsNeverCommit() {
    NotLoaded refused = notLoaded(departments(), "x,bad\n,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(refused.detail())
        .isEqualTo(
            "none of the 2 rows was accepted; mend the rows named in errors and send the file again");
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
  void columnsOfJsonAreNotMapped() {
    LoadRequest request =
        request(HiringTables.DEPARTMENTS).columns(ColumnMapping.parse("No:id,department")).build();

    assertThat(run(request, ScriptedBody.json("[]")))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
              assertThat(refused.detail()).startsWith("the body is JSON, whose keys name");
            });
    assertThat(loaded(request, "department,no\nSales,7\n").rows().inserted()).isEqualTo(1);
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
    assertThat(refused.detail())
        .isEqualTo(
            "rows of hired_employees reference these rows of departments, which the file does not have: id 2; add them to the file, or append to the table instead");
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
  void loadFailsIfItsRefusedRowsCannotBeKept() {
    spools.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "disk full"));

    assertThat(notLoaded(departments(), "3,New\nx,bad\n").code())
        .isEqualTo(RefusalCode.STORAGE_UNAVAILABLE);
    assertUnchanged();
  }

  @Test
  void refusalKeepsItsCodeIfTheStoreIsUnavailable() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));

    NotLoaded refused = notLoaded(departments(), "x,bad\n");

    assertThat(refused.code()).isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(refused.rejectsUrl()).isNull();
  }
}
