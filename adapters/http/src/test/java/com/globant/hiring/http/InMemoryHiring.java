package com.globant.hiring.http;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.InMemorySourceFiles;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.InMemoryLoadObserver;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.CancelLoad;
import com.globant.hiring.application.record.InMemoryLoadRecords;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.rejects.ReadRejects;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.ForeignKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The use cases over in-memory ports. */
public final class InMemoryHiring implements AutoCloseable {
  /** Limits that no test reaches unless it is about them. */
  private static final Duration OFTEN = Duration.ofMillis(10);

  private final Catalog catalog;
  private final InMemoryTables tables;
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final InMemorySourceFiles sources = new InMemorySourceFiles("s3://history/");
  private final Workers loads = new Workers("load", 100);
  private final Workers others = new Workers("other", 10);
  private volatile CompletableFuture<Void> leaveToCommit = CompletableFuture.completedFuture(null);

  InMemoryHiring() {
    this(HiringTables.CATALOG);
  }

  InMemoryHiring(Catalog catalog) {
    this.catalog = catalog;
    this.tables = new InMemoryTables(catalog.schemaNames().toArray(new String[0]));
  }

  HttpAdapter.UseCases useCases() {
    InMemoryCsvSpools spools = new InMemoryCsvSpools();
    return new HttpAdapter.UseCases(
        new MigrateCsv(
            loads,
            tables.records(),
            heldBack(tables),
            new ListRowReader(10),
            spools,
            store,
            new InMemoryLoadObserver(),
            OFTEN,
            null),
        new CancelLoad(tables.records(), OFTEN),
        HiringTables.schemaIn(catalog)
            .map(
                schema ->
                    new PublishReport(
                        others,
                        tables,
                        spools,
                        store,
                        (report, stored, elapsed) -> {},
                        schema.name(),
                        Clock.systemUTC(),
                        Duration.ofHours(24)))
            .orElse(null),
        sources,
        tables.records(),
        new ReadRejects(others, spools, store),
        catalog,
        table -> "{\"fields\":[\"of %s.%s\"]}".formatted(table.schema().name(), table.name()),
        table -> "{\"name\":\"%s\"}".formatted(table.name()));
  }

  public InMemorySourceFiles sources() {
    return sources;
  }

  public InMemoryTables tables() {
    return tables;
  }

  public InMemoryLoadRecords records() {
    return tables.records();
  }

  public InMemoryReportStore store() {
    return store;
  }

  /** From now on, commits wait until the given stage completes. */
  CompletableFuture<Void> holdCommits() {
    leaveToCommit = new CompletableFuture<>();
    return leaveToCommit;
  }

  private LoadTransactions heldBack(LoadTransactions transactions) {
    return plan -> begun(transactions, plan);
  }

  private CompletionStage<LoadTransaction> begun(LoadTransactions transactions, LoadPlan plan) {
    return transactions.begin(plan).thenApply(HeldBack::new);
  }

  @Override
  public void close() {
    loads.close();
    others.close();
  }

  private final class HeldBack implements LoadTransaction {
    private final LoadTransaction load;

    HeldBack(LoadTransaction load) {
      this.load = load;
    }

    @Override
    public CompletionStage<Void> commit(LoadResult result) {
      return leaveToCommit.thenCompose(nothing -> load.commit(result));
    }

    @Override
    public Map<ForeignKey, KeySet> references() {
      return load.references();
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
    public CompletionStage<Written> write(List<Row> batch) {
      return load.write(batch);
    }

    @Override
    public CompletionStage<Void> rollback() {
      return load.rollback();
    }
  }
}
