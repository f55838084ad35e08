package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of {@link MigrateCsv} share: a use case on fakes, and builders of requests. */
abstract class MigrateCsvFixture {
  static final String SCHEMA = "hiring";

  static final RowReader BROKEN =
      (table, delimiter, body) -> {
        throw new IllegalStateException("a defect");
      };

  final InMemoryTables tables = new InMemoryTables(SCHEMA);
  final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  final InMemoryReportStore store = new InMemoryReportStore();
  final InMemoryLoadObserver observer = new InMemoryLoadObserver();
  final Workers workers = new Workers("load-test", 4);
  final ListRowReader reader = new ListRowReader(3);
  final MigrateCsv migrateCsv = migrateCsv(tables, reader);

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

  void assertUnchanged() {
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS).values().toString())
        .isEqualTo("[[1, Sales], [2, Legal]]");
  }

  MigrateCsv migrateCsv(LoadTransactions transactions, RowReader reader) {
    return new MigrateCsv(
        workers,
        tables.records(),
        transactions,
        reader,
        spools,
        store,
        observer,
        Duration.ofMillis(5),
        null);
  }

  static LoadSubmission submission(LoadRequest request) {
    return new LoadSubmission(UUID.randomUUID().toString(), request, null, "request", null);
  }

  LoadOutcome run(LoadRequest request, Body body) {
    return await(migrateCsv.run(submission(request), body));
  }

  Loaded loaded(LoadRequest request, String csv) {
    LoadOutcome outcome = run(request, new TextBody(csv));
    assertThat(outcome).isInstanceOf(Loaded.class);
    return (Loaded) outcome;
  }

  NotLoaded notLoaded(LoadRequest request, String csv) {
    LoadOutcome outcome = run(request, new TextBody(csv));
    assertThat(outcome).isInstanceOf(NotLoaded.class);
    return (NotLoaded) outcome;
  }

  static LoadRequest departments() {
    return request(HiringTables.DEPARTMENTS).build();
  }

  static RequestBuilder request(Table table) {
    return new RequestBuilder(table);
  }

  /** A request with the contract's defaults. */
  static final class RequestBuilder {
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
