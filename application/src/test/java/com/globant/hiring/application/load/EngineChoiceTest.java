package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.replace;
import static com.globant.hiring.application.record.Loads.row;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.body.InMemorySourceFiles;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.bulk.InMemoryBulkEngine;
import com.globant.hiring.application.bulk.InMemoryBulkWork;
import com.globant.hiring.application.load.MigrateCsv.OnCluster;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.StringType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which loads of sources run on a cluster. */
class EngineChoiceTest {
  private static final String SCHEMA = "hiring";
  private static final String FOLDER = "s3://history/";
  private static final long AUTO_BYTES = 1_000_000;
  private static final long AUTO_TABLE_BYTES = 1000;

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemorySourceFiles files = new InMemorySourceFiles(FOLDER);
  private final List<String> opened = new ArrayList<>();
  private int open;

  /** Reads 2 rows at a time, and each batch must be settled before the next one. */
  private final ListRowReader reader = new ListRowReader(2, 1);

  private final BulkLoads bulk = bulk(AUTO_TABLE_BYTES);

  @AfterEach
  void nothingIsOpen() {
    assertThat(open).isZero();
    assertThat(reader.open()).isZero();
  }

  private static BulkLoads bulk(long autoTableBytes) {
    return new BulkLoads(
        new InMemoryBulkEngine(), new InMemoryBulkWork(), AUTO_BYTES, autoTableBytes);
  }

  private static LoadRequest request(LoadEngine engine, Table table, boolean append) {
    return RequestBuilder.request(table).append(append).source(FOLDER, engine).build();
  }

  private static LoadRequest auto(boolean append) {
    return request(LoadEngine.AUTO, HiringTables.DEPARTMENTS, append);
  }

  private static List<SourceFile> found(long bytes) {
    return List.of(
        new SourceFile(FOLDER + "a", bytes - 1, ""), new SourceFile(FOLDER + "b", 1, ""));
  }

  private static long notAsked() {
    throw new AssertionError("the size of the table does not matter");
  }

  private static boolean notLookedAt() {
    throw new AssertionError("the keys do not matter");
  }

  private static boolean takes(BulkLoads bulk, LoadRequest request, List<SourceFile> found) {
    return bulk.takes(request, found, EngineChoiceTest::notAsked, EngineChoiceTest::notLookedAt);
  }

  @Test
  void largeSourcesAreForTheCluster() {
    BulkLoads anyTable = bulk(Long.MAX_VALUE);

    assertThat(takes(anyTable, auto(false), found(AUTO_BYTES))).isFalse();
    assertThat(takes(anyTable, auto(false), found(AUTO_BYTES + 1))).isTrue();
    assertThat(
            takes(
                anyTable,
                request(LoadEngine.SERVICE, HiringTables.DEPARTMENTS, false),
                found(AUTO_BYTES + 1)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b.csv", "/b.csv", "a/./b.csv", "a/../b.csv", "a/"})
  void keysThatHadoopChangesAreForTheService(String key) {
    List<SourceFile> found =
        List.of(
            new SourceFile(FOLDER + "a.csv", AUTO_BYTES, ""),
            new SourceFile(FOLDER + key, AUTO_BYTES, ""));
    LoadRequest spark = request(LoadEngine.SPARK, HiringTables.DEPARTMENTS, true);

    assertThat(takes(bulk, auto(true), found)).isFalse();
    assertThatThrownBy(() -> takes(bulk, spark, found))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
              assertThat(refused.detail()).contains(FOLDER + key, "leave engine out");
            });
  }

  @Test
  void replacedTableIsAsLargeAsTheSource() {
    assertThat(takes(bulk, auto(false), found(AUTO_TABLE_BYTES))).isFalse();
    assertThat(
            bulk.takes(
                auto(false), found(AUTO_TABLE_BYTES + 1), EngineChoiceTest::notAsked, () -> false))
        .isTrue();
    assertThat(
            bulk.takes(
                auto(false), found(AUTO_TABLE_BYTES + 1), EngineChoiceTest::notAsked, () -> true))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "11, 989, false",
    "11, 990, true",
    // It is loaded before a run would begin.
    "10, 100000, false"
  })
  void appendToALargeTableIsForTheClusterIfItsKeysAreInNoOrder(
      long bytes, long tableBytes, boolean taken) {
    assertThat(bulk.takes(auto(true), found(bytes), () -> tableBytes, () -> false))
        .isEqualTo(taken);
    assertThat(bulk.takes(auto(true), found(bytes), () -> tableBytes, () -> true)).isFalse();
  }

  @Test
  void jobSortsByNoOtherKeyThanAWholeNumber() {
    Table table =
        new Schema(
                "s",
                List.of(
                    TableDefinition.of(
                        "t", List.of(Column.of("code", new StringType(9))), List.of("code"))))
            .tables()
            .get(0);

    assertThat(takes(bulk, request(LoadEngine.AUTO, table, false), found(AUTO_BYTES))).isFalse();
  }

  /** As an adapter opens the files of a source. */
  private final class Files implements Body {
    @Override
    public Opened open() {
      throw new AssertionError("the load has not begun");
    }

    @Override
    public Opened look(SourceFile file) {
      opened.add(file.name());
      open++;
      InputStream content =
          new FilterInputStream(files.open(file)) {
            @Override
            public void close() throws IOException {
              open--;
              super.close();
            }
          };
      return new Opened(content, BodyFormat.CSV, null, null, null);
    }

    @Override
    public void abandon() {}
  }

  /** Whether a load of all files runs on a cluster, if the table is large. */
  private boolean isTaken(LoadRequest request, List<SourceFile> found) {
    return new OnCluster(bulk(1), tables).takes(request, found, new Files(), reader);
  }

  private boolean isTaken() {
    return isTaken(auto(false), files.find(FOLDER));
  }

  private static String rows(int... ids) {
    return IntStream.of(ids).mapToObj(id -> id + ",Sales\n").collect(joining());
  }

  @Test
  void keysInOrderAreForTheService() {
    files.put(
        FOLDER + "a.csv", "department,id\nSales,9\nbad,x\nLegal,10\nSupport,100\nAgain,100\n");
    // Each file may begin anew.
    files.put(FOLDER + "b.csv", rows(1, 2, 3, 4));
    files.put(FOLDER + "c.csv", "");

    assertThat(isTaken()).isFalse();
    assertThat(opened).containsExactly(FOLDER + "a.csv", FOLDER + "b.csv", FOLDER + "c.csv");
  }

  @Test
  void keysInNoOrderAreForTheCluster() {
    files.put(FOLDER + "a.csv", rows(1, 2, 3, 4));
    files.put(FOLDER + "b.csv", rows(5, 8, 6, 7));

    assertThat(isTaken()).isTrue();
  }

  @Test
  void rowsMayReferenceAnything() {
    files.put(FOLDER + "a.csv", "2,Ana,2021-01-01,7,7\n1,Bo,2021-01-01,7,7\n");

    assertThat(
            isTaken(
                request(LoadEngine.AUTO, HiringTables.HIRED_EMPLOYEES, false), files.find(FOLDER)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, true"})
  void oneRowInTenMayGoBack(int back, boolean taken) {
    files.put(
        FOLDER + "a.csv", rows(IntStream.range(0, 20).map(i -> i <= back ? -i : i).toArray()));

    assertThat(isTaken()).isEqualTo(taken);
  }

  @Test
  void onlyTheBeginningOfAFileIsRead() {
    int[] ids = IntStream.rangeClosed(1, 100).map(i -> i <= 20 ? i : -i).toArray();
    files.put(FOLDER + "a.csv", rows(ids));

    assertThat(isTaken()).isFalse();
  }

  @Test
  void someOfManyFilesAreRead() {
    IntStream.range(100, 200).forEach(i -> files.put(FOLDER + i + ".csv", rows(1, 2, 3, 4, -5)));

    assertThat(isTaken()).isFalse();

    assertThat(opened)
        .containsExactly(
            FOLDER + "100.csv",
            FOLDER + "120.csv",
            FOLDER + "140.csv",
            FOLDER + "160.csv",
            FOLDER + "180.csv");
  }

  @Test
  void whatIsWrongWithFilesIsForTheService() {
    files.put(FOLDER + "a.csv", "id,department,more\n2,Sales\n1,Legal\n");
    assertThat(isTaken()).isFalse();

    files.put(FOLDER + "a.csv", rows(1, 2));
    files.put(FOLDER + "b.csv", rows(2, 1));
    List<SourceFile> found = files.find(FOLDER);
    files.put(FOLDER + "b.csv", rows(3, 2, 1));
    assertThat(isTaken(auto(false), found)).isFalse();
    assertThat(opened).endsWith(FOLDER + "a.csv", FOLDER + "b.csv");
  }

  @Test
  void sizeOfATableIsThatOfItsRows() {
    files.put(FOLDER + "a.csv", rows(2, 1));
    OnCluster cluster = new OnCluster(bulk(100), tables);

    assertThat(cluster.takes(auto(true), files.find(FOLDER), new Files(), reader)).isFalse();

    replace(tables.recorded(), SCHEMA, HiringTables.DEPARTMENTS, List.of(row(1, 3, "Research")));
    assertThat(cluster.takes(auto(true), files.find(FOLDER), new Files(), reader)).isTrue();
  }
}
