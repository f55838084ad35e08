package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.submission;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.body.InMemorySourceFiles;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrateSourceTest {
  private static final String SCHEMA = "hiring";
  private static final String FOLDER = "s3://history/";

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final InMemorySourceFiles files = new InMemorySourceFiles(FOLDER);
  private final Workers workers = new Workers("load-test", 4);

  /** There is memory for one batch with refused rows at a time. */
  private final ListRowReader reader = new ListRowReader(2, 1);

  private final MigrateCsv migrateCsv =
      new MigrateCsv(
          workers,
          tables.records(),
          tables,
          reader,
          spools,
          store,
          new InMemoryLoadObserver(),
          Duration.ofMillis(10),
          null);

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(tables.underWay()).isZero();
    assertThat(spools.open()).isZero();
    assertThat(reader.open()).isZero();
  }

  /** The files of a source, as an adapter would open them. */
  private final class Files implements Body {
    private final Queue<SourceFile> unread = new ArrayDeque<>();

    @Override
    public List<SourceFile> find() {
      List<SourceFile> found = files.find(FOLDER);
      unread.addAll(found);
      return found;
    }

    @Override
    public Opened open() {
      return new Opened(files.open(unread.remove()), BodyFormat.CSV, null, null, null);
    }

    @Override
    public void abandon() {}
  }

  private LoadOutcome run(LoadRequest request, @Nullable String key) {
    return await(migrateCsv.run(submission(request, key), new Files()));
  }

  private Loaded loaded(LoadRequest request) {
    LoadOutcome outcome = run(request, null);
    assertThat(outcome).isInstanceOf(Loaded.class);
    return (Loaded) outcome;
  }

  private NotLoaded refused(LoadRequest request, RefusalCode code) {
    LoadOutcome outcome = run(request, null);
    assertThat(outcome).isInstanceOf(NotLoaded.class);
    assertThat(((NotLoaded) outcome).code()).isEqualTo(code);
    return (NotLoaded) outcome;
  }

  private static LoadRequest request(long maxErrors) {
    return RequestBuilder.request(HiringTables.DEPARTMENTS)
        .append()
        .source(FOLDER, LoadEngine.AUTO)
        .maxErrors(maxErrors)
        .build();
  }

  @Test
  void filesAreOneLoadAndEachMayHaveAHeader() {
    files.put(FOLDER + "b.csv", "department,id\nLegal,2\nbad,x\n");
    files.put(FOLDER + "a.csv", "1,Sales\ny,bad\n3,Support\nz,bad\n");
    files.put(FOLDER + "c.csv", "");
    files.put(FOLDER + "d.csv", "4,Research\n1,Again\n");

    Loaded loaded = loaded(request(Long.MAX_VALUE));

    assertThat(loaded.rows()).isEqualTo(new RowCounts(8, 4, 0, 0, 4, 0));
    assertThat(loaded.result().files()).isEqualTo(new FilesRead(4, 4));
    assertThat(loaded.errors())
        .extracting(row -> row.file() + " " + row.line())
        .containsExactly(
            FOLDER + "a.csv 2", FOLDER + "a.csv 4", FOLDER + "b.csv 3", FOLDER + "d.csv 2");
  }

  @Test
  void sourceThatIsNotFoundIsRefused() {
    NotLoaded refused = refused(request(Long.MAX_VALUE), RefusalCode.SOURCE_NOT_FOUND);

    assertThat(refused.result().files()).isNull();
  }

  @Test
  void sourceWhoseFilesCannotBeListedOnDiskIsRefused() {
    files.put(FOLDER + "a.csv", "1,Sales\n");
    spools.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "disk full"));

    NotLoaded refused = refused(request(Long.MAX_VALUE), RefusalCode.STORAGE_UNAVAILABLE);

    assertThat(refused.detail()).isEqualTo("disk full");
  }

  @Test
  void filesWithoutRowsAreRefused() {
    files.put(FOLDER + "a.csv", "");
    files.put(FOLDER + "b.csv", "id,department\n");

    assertThat(refused(request(Long.MAX_VALUE), RefusalCode.NO_ROWS_ACCEPTED).detail())
        .contains("files of the source", "no rows");
  }

  @Test
  void sourceWithoutAGoodRowIsRefused() {
    files.put(FOLDER + "a.csv", "x,bad\n");
    files.put(FOLDER + "b.csv", "y,bad\n");

    assertThat(refused(request(Long.MAX_VALUE), RefusalCode.NO_ROWS_ACCEPTED).detail())
        .isEqualTo(
            "none of the 2 rows was accepted; mend the rows named in errors and load the source again");
  }

  @Test
  void rowThatIsOneTooManyIsNamedWithItsFile() {
    files.put(FOLDER + "a.csv", "1,Sales\nx,bad\n");
    files.put(FOLDER + "b.csv", "2,Legal\nx,bad\n3,Support\n");

    NotLoaded refused = refused(request(1), RefusalCode.TOO_MANY_ERRORS);

    assertThat(refused.detail()).startsWith(FOLDER + "b.csv, line 2: ");
    assertThat(refused.rejectsKept()).isEqualTo(2);
  }

  @Test
  void headerThatIsWrongIsNamedWithItsFile() {
    files.put(FOLDER + "a.csv", "1,Sales\n");
    files.put(FOLDER + "b.csv", "id,salary\n2,Legal\n");

    NotLoaded refused = refused(request(Long.MAX_VALUE), RefusalCode.UNKNOWN_COLUMN);

    assertThat(refused.detail()).startsWith(FOLDER + "b.csv: line 1: ");
    assertThat(refused.result().files()).isEqualTo(new FilesRead(1, 2));
  }

  @Test
  void repeatedRequestComparesTheFilesAndReadsNone() {
    files.put(FOLDER + "a.csv", "1,Sales\n");
    Loaded first = (Loaded) run(request(Long.MAX_VALUE), "key");

    Loaded again = (Loaded) run(request(Long.MAX_VALUE), "key");

    assertThat(again.replayed()).isTrue();
    assertThat(again.loadId()).isEqualTo(first.loadId());
    files.put(FOLDER + "a.csv", "1,Other\n");
    assertThat(((NotLoaded) run(request(Long.MAX_VALUE), "key")).code())
        .isEqualTo(RefusalCode.IDEMPOTENCY_KEY_REUSED);
  }
}
