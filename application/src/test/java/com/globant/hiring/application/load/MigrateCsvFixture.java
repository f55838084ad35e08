package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.submission;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.report.HiringTables;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of {@link MigrateCsv} share: a use case on fakes. */
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
}
