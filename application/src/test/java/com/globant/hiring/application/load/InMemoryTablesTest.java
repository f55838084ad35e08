package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRecordsContract;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.application.report.HiringReportsContract;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The fakes keep the contracts of the ports that they stand for. */
class InMemoryTablesTest {
  private static final String SCHEMA = "hiring";
  private final InMemoryTables tables = new InMemoryTables(SCHEMA);

  @Nested
  class AsLoadRecords extends LoadRecordsContract {
    @Override
    protected LoadRecords records() {
      return tables.records();
    }

    @Override
    protected LoadTransactions transactions() {
      return tables;
    }

    @Override
    protected String schema() {
      return SCHEMA;
    }

    @Override
    protected void crash(String loadId, LoadTransaction load) {
      await(load.rollback());
      tables.records().crash(loadId);
    }
  }

  @Nested
  class AsLoadTransactions extends LoadTransactionsContract {
    @Override
    protected LoadTransactions transactions() {
      return tables.recorded();
    }

    @Override
    protected String schema() {
      return SCHEMA;
    }

    @Override
    protected NavigableMap<Integer, List<@Nullable Object>> committed(Table table) {
      return tables.rows(SCHEMA, table);
    }

    @Override
    protected Optional<RowCounts> recorded(String loadId) {
      return Optional.ofNullable(tables.commits(SCHEMA).get(loadId));
    }

    @AfterEach
    void nothingIsLeftUnderWay() {
      assertThat(tables.underWay()).isZero();
    }

    @Test
    void keysThatAnotherLoadWritesAreBusyUntilItEnds() {
      LoadTransaction one = appending(HiringTables.JOBS, DuplicateKeys.REJECT);
      LoadTransaction other = appending(HiringTables.JOBS, DuplicateKeys.REJECT);
      await(one.write(List.of(row(1, 77, "mine"))));

      assertBusy(() -> await(other.write(List.of(row(1, 77, "mine too")))));
      await(one.rollback());
      assertThat(await(other.write(List.of(row(1, 77, "mine too")))).inserted()).isEqualTo(1);
      await(other.rollback());
    }

    @Test
    void withoutTheTablesEverythingIsRefused() {
      LoadTransaction load = appending(HiringTables.JOBS, DuplicateKeys.REJECT);
      tables.setUnavailable(true);

      assertRefused(RefusalCode.DATABASE_UNAVAILABLE, () -> replacing(HiringTables.DEPARTMENTS));
      assertRefused(
          RefusalCode.DATABASE_UNAVAILABLE, () -> await(load.write(List.of(row(1, 1, "x")))));
      assertRefused(
          RefusalCode.DATABASE_UNAVAILABLE, () -> await(load.commit(Loads.result(RowCounts.NONE))));
      assertRefused(
          RefusalCode.DATABASE_UNAVAILABLE,
          () -> await(tables.rows(Report.HIRES_BY_QUARTER, SCHEMA, 2021)));
      await(load.rollback());
    }
  }

  @Nested
  class WithReferences extends ReferencesContract {
    private final Schema defined = new Schema(SCHEMA, ReferencesContract.TABLES);

    @Override
    protected LoadTransactions transactions() {
      return tables.recorded();
    }

    @Override
    protected String schema() {
      return SCHEMA;
    }

    @Override
    protected Table table(String name) {
      return defined.table(name).orElseThrow();
    }

    @Override
    protected List<List<@Nullable Object>> content(Table table) {
      return tables.content(SCHEMA, table);
    }
  }

  @Nested
  class AsHiringReports extends HiringReportsContract {
    @Override
    protected HiringReports reports() {
      return tables;
    }

    @Override
    protected LoadTransactions transactions() {
      return tables.recorded();
    }

    @Override
    protected String schema() {
      return SCHEMA;
    }
  }
}
