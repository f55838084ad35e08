package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.result;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.domain.report.HiringTables.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every implementation of {@link LoadTransactions} keeps. */
public abstract class LoadTransactionsContract {

  /**
   * The transactions under test, made to open the records themselves by {@link
   * RecordedTransactions}; no load is under way between tests.
   */
  protected abstract LoadTransactions transactions();

  /** A schema that this test has for itself. */
  protected abstract String schema();

  /** The committed rows by key, as another client sees them. */
  protected abstract NavigableMap<Integer, List<@Nullable Object>> committed(Table table);

  /** What was recorded of a load at its commit. */
  protected abstract Optional<RowCounts> recorded(String loadId);

  @BeforeEach
  void fill() {
    Loads.replace(transactions(), schema(), HIRED_EMPLOYEES, List.of());
    Loads.replace(transactions(), schema(), JOBS, List.of(row(1, 10, "Clerk")));
    Loads.replace(
        transactions(), schema(), DEPARTMENTS, List.of(row(1, 1, "Sales"), row(2, 2, "Legal")));
  }

  @Test
  void replaceRemovesTheContent() {
    LoadTransaction load = replacing(DEPARTMENTS);
    Written written = await(load.write(List.of(row(1, 2, "Legal 2"), row(2, 3, "Support"))));
    await(load.commit(result(written)));

    assertThat(written).isEqualTo(new Written(2, 0, 0, 0, List.of()));
    assertThat(committed(DEPARTMENTS))
        .isEqualTo(Map.of(2, List.of(2, "Legal 2"), 3, List.of(3, "Support")));
  }

  @Test
  void appendAddsToTheContent() {
    LoadTransaction load = appending(DEPARTMENTS, DuplicateKeys.REJECT);
    await(load.commit(result(await(load.write(List.of(row(1, 3, "Support")))))));

    assertThat(committed(DEPARTMENTS))
        .isEqualTo(
            Map.of(1, List.of(1, "Sales"), 2, List.of(2, "Legal"), 3, List.of(3, "Support")));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void nothingIsSeenBeforeTheCommit(boolean append) {
    Map<Integer, ?> before = committed(DEPARTMENTS);
    LoadTransaction load = begin(DEPARTMENTS, append, DuplicateKeys.UPDATE);
    await(load.write(List.of(row(1, 1, "changed"), row(2, 7, "new"))));

    assertThat(committed(DEPARTMENTS)).isEqualTo(before);
    await(load.rollback());
    assertThat(committed(DEPARTMENTS)).isEqualTo(before);
  }

  @Test
  void rollbackAfterTheEndDoesNothing() {
    LoadTransaction load = replacing(DEPARTMENTS);
    Written written = await(load.write(List.of(row(1, 9, "kept"))));
    await(load.commit(result(written)));
    await(load.rollback());
    await(load.rollback());

    assertThat(committed(DEPARTMENTS)).containsOnlyKeys(9);
  }

  @Test
  void nothingCanBeWrittenOrCommittedAfterARollback() {
    LoadTransaction load = replacing(DEPARTMENTS);
    await(load.rollback());

    assertThatThrownBy(() -> await(load.write(List.of(row(1, 9, "late")))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> await(load.commit(result(RowCounts.NONE))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(committed(DEPARTMENTS)).containsOnlyKeys(1, 2);
  }

  @Test
  void commitIsRecordedUnderItsId() {
    LoadPlan plan = Loads.plan(schema(), DEPARTMENTS, true, DuplicateKeys.IGNORE);
    LoadTransaction load = await(transactions().begin(plan));
    await(load.write(List.of(row(1, 3, null), row(2, 1, "there"))));
    RowCounts counts = new RowCounts(5, 1, 0, 1, 3, 1);
    assertThat(recorded(plan.loadId())).isEmpty();
    await(load.commit(result(counts)));

    assertThat(recorded(plan.loadId())).contains(counts);
  }

  @Test
  void rolledBackLoadIsNotRecordedAsCommitted() {
    LoadPlan plan = Loads.plan(schema(), DEPARTMENTS, true, DuplicateKeys.IGNORE);
    LoadTransaction load = await(transactions().begin(plan));
    await(load.write(List.of(row(1, 3, "x"))));
    await(load.rollback());

    assertThat(recorded(plan.loadId())).isEmpty();
  }

  @Test
  void rowsWithKeysOfTheTableAreRefusedUnderReject() {
    LoadTransaction load = appending(DEPARTMENTS, DuplicateKeys.REJECT);
    Written written =
        await(load.write(List.of(row(4, 3, "c"), row(5, 2, "b"), row(6, 4, null), row(7, 1, "a"))));
    await(load.commit(result(written)));

    assertThat(written.inserted()).isEqualTo(2);
    assertThat(written.incomplete()).isEqualTo(1);
    assertThat(written.rejected())
        .containsExactly(
            RowRejected.duplicateKey(row(5, 2, "b"), DEPARTMENTS),
            RowRejected.duplicateKey(row(7, 1, "a"), DEPARTMENTS));
    assertThat(committed(DEPARTMENTS).get(2)).isEqualTo(List.of(2, "Legal"));
  }

  @Test
  void rowsWithKeysOfTheTableAreSkippedUnderIgnore() {
    LoadTransaction load = appending(DEPARTMENTS, DuplicateKeys.IGNORE);
    Written written = await(load.write(List.of(row(1, 2, null), row(2, 3, "c"))));
    await(load.commit(result(written)));

    assertThat(written).isEqualTo(new Written(1, 0, 1, 0, List.of()));
    assertThat(committed(DEPARTMENTS).get(2)).isEqualTo(List.of(2, "Legal"));
  }

  @Test
  void rowsWithKeysOfTheTableReplaceThemUnderUpdate() {
    LoadTransaction load = appending(DEPARTMENTS, DuplicateKeys.UPDATE);
    Written written =
        await(load.write(List.of(row(1, 2, null), row(2, 3, "c"), row(3, 1, "Sales"))));
    await(load.commit(result(written)));

    assertThat(written).isEqualTo(new Written(1, 2, 0, 0, List.of()));
    assertThat(committed(DEPARTMENTS))
        .isEqualTo(Map.of(1, List.of(1, "Sales"), 2, Arrays.asList(2, null), 3, List.of(3, "c")));
  }

  @ParameterizedTest
  @CsvSource({"REJECT, false", "REJECT, true", "IGNORE, false", "UPDATE, false", "UPDATE, true"})
  void keysEarlierInTheFileAreDuplicatesToo(DuplicateKeys policy, boolean append) {
    LoadTransaction load = begin(DEPARTMENTS, append, policy);
    Written first = await(load.write(List.of(row(1, 7, "one"), row(2, 7, "two"))));
    Written second = await(load.write(List.of(row(3, 8, "other"), row(4, 7, null))));
    await(load.commit(result(first)));

    boolean update = policy == DuplicateKeys.UPDATE;
    boolean ignore = policy == DuplicateKeys.IGNORE;
    for (Written written : List.of(first, second)) {
      assertThat(written.inserted()).isEqualTo(1);
      assertThat(written.incomplete()).isZero();
      assertThat(written.updated()).isEqualTo(update ? 1 : 0);
      assertThat(written.ignored()).isEqualTo(ignore ? 1 : 0);
      assertThat(written.rejected())
          .extracting(RowRejected::code)
          .containsExactlyElementsOf(
              policy == DuplicateKeys.REJECT ? List.of(RowErrorCode.DUPLICATE_KEY) : List.of());
    }
    assertThat(committed(DEPARTMENTS).get(7)).isEqualTo(Arrays.asList(7, update ? null : "one"));
  }

  @ParameterizedTest
  @EnumSource(DuplicateKeys.class)
  void overlappingWritesEndAsIfSequential(DuplicateKeys policy) {
    LoadTransaction load = appending(DEPARTMENTS, policy);
    List<CompletionStage<Written>> writes = new ArrayList<>();
    for (int batch = 0; batch < 4; batch++) {
      int line = 10 * batch;
      writes.add(
          load.write(
              List.of(
                  row(line, 1, "in table, batch " + batch),
                  row(line + 1, 100 + batch, "new"),
                  row(line + 2, 50, "in file, batch " + batch),
                  row(line + 3, 50, "in file, again in batch " + batch))));
    }
    List<Written> written = writes.stream().map(Loads::await).toList();
    await(load.commit(result(written.get(0))));

    assertThat(written).extracting(Written::inserted).containsExactly(2, 1, 1, 1);
    boolean update = policy == DuplicateKeys.UPDATE;
    assertThat(committed(DEPARTMENTS).get(1))
        .isEqualTo(List.of(1, update ? "in table, batch 3" : "Sales"));
    assertThat(committed(DEPARTMENTS).get(50))
        .isEqualTo(List.of(50, update ? "in file, again in batch 3" : "in file, batch 0"));
    assertThat(committed(DEPARTMENTS)).containsKeys(100, 101, 102, 103);
  }

  @Test
  void manyRowsInManyBatchesAreWritten() {
    LoadTransaction load = replacing(JOBS);
    List<CompletionStage<Written>> writes =
        IntStream.range(0, 12)
            .mapToObj(
                batch ->
                    load.write(
                        IntStream.range(0, 997)
                            .mapToObj(i -> row(i, batch * 1000 + i, "job " + i))
                            .toList()))
            .toList();
    int inserted = writes.stream().mapToInt(write -> await(write).inserted()).sum();
    await(load.commit(result(RowCounts.NONE)));

    assertThat(inserted).isEqualTo(12 * 997);
    assertThat(committed(JOBS)).hasSize(12 * 997);
    assertThat(committed(JOBS).get(11_996)).isEqualTo(List.of(11_996, "job 996"));
  }

  @Test
  void emptyBatchChangesNothing() {
    LoadTransaction load = appending(JOBS, DuplicateKeys.REJECT);
    assertThat(await(load.write(List.of()))).isEqualTo(new Written(0, 0, 0, 0, List.of()));
    await(load.rollback());
  }

  @Test
  void valuesAreStoredUnchanged() {
    List<Row> rows =
        List.of(
            row(1, Integer.MIN_VALUE, "", LocalDateTime.of(1000, 1, 1, 0, 0), 1, 10),
            row(2, Integer.MAX_VALUE, "🦊".repeat(255), micros(9999, 999_999), 2, 10),
            row(3, 0, null, null, null, null),
            row(4, 1, " '; DROP TABLE jobs; -- ", micros(2021, 1), 1, null),
            row(5, 2, "NULL", LocalDateTime.of(2020, 2, 29, 12, 0, 1), null, 10),
            row(6, 3, "tab\t, cr\r lf\n nul\0 \\ \" ` % _ é ß İ trailing  ", null, 2, 10),
            row(7, 4, "=1+1", LocalDateTime.of(2021, 3, 28, 2, 30), -5, -6));
    LoadTransaction load = replacing(HIRED_EMPLOYEES);
    Written written = await(load.write(rows));
    await(load.commit(result(written)));

    assertThat(written).isEqualTo(new Written(7, 0, 0, 4, List.of()));
    assertThat(committed(HIRED_EMPLOYEES).values())
        .containsExactlyInAnyOrderElementsOf(rows.stream().map(Row::values).toList());
  }

  @Test
  void keysOfReferencedTablesAreGiven() {
    LoadTransaction load = appending(HIRED_EMPLOYEES, DuplicateKeys.REJECT);

    assertThat(load.references()).containsOnlyKeys(HIRED_EMPLOYEES.foreignKeys());
    assertThat(keys(load, DEPARTMENTS)).containsExactly(1, 2);
    assertThat(keys(load, JOBS)).containsExactly(10);
    await(load.rollback());

    LoadTransaction other = appending(JOBS, DuplicateKeys.REJECT);
    assertThat(other.references()).isEmpty();
    await(other.rollback());
  }

  @Test
  void orphansAreReferencedKeysMissingFromTheLoad() {
    Loads.replace(
        transactions(),
        schema(),
        HIRED_EMPLOYEES,
        List.of(
            row(1, 1, "a", null, 1, 10),
            row(2, 2, "b", null, 2, 10),
            row(3, 3, "c", null, 2, 10),
            row(4, 4, "d", null, null, 10),
            row(5, 5, "e", null, -3, 10)));
    LoadTransaction load = replacing(DEPARTMENTS);
    await(load.write(List.of(row(1, 1, "Sales"), row(2, 5, "new"))));

    assertThat(await(load.orphanedReferences(10))).containsExactly(orphan(-3), orphan(2));
    assertThat(await(load.orphanedReferences(1))).containsExactly(orphan(-3));
    await(load.write(List.of(row(3, 2, "Legal"), row(4, -3, "x"))));
    assertThat(await(load.orphanedReferences(10))).isEmpty();
    await(load.rollback());
  }

  @Test
  void unreferencedTableHasNoOrphans() {
    LoadTransaction load = replacing(HIRED_EMPLOYEES);
    assertThat(await(load.orphanedReferences(10))).isEmpty();
    await(load.rollback());
  }

  @Test
  void appendsRunSideBySide() {
    LoadTransaction one = appending(DEPARTMENTS, DuplicateKeys.REJECT);
    LoadTransaction other = appending(DEPARTMENTS, DuplicateKeys.REJECT);
    Written ofOther = await(other.write(List.of(row(1, 21, "other"), row(2, 1, "there"))));
    Written ofOne = await(one.write(List.of(row(1, 11, "one"), row(2, 1, "there"))));
    await(other.commit(result(ofOther)));
    await(one.commit(result(ofOne)));

    assertThat(List.of(ofOne, ofOther)).extracting(Written::inserted).containsExactly(1, 1);
    assertThat(committed(DEPARTMENTS)).containsOnlyKeys(1, 2, 11, 21);
  }

  @ParameterizedTest
  @CsvSource({
    "departments, true, departments, false",
    "departments, false, departments, true",
    "departments, false, departments, false",
    "hired_employees, false, hired_employees, true",
    "hired_employees, true, departments, false",
    "hired_employees, false, jobs, false",
    "departments, false, hired_employees, true",
    "jobs, false, hired_employees, false",
  })
  void secondOfTwoConflictingLoadsIsRefused(
      String first, boolean firstAppends, String second, boolean secondAppends) {
    LoadTransaction load = begin(table(first), firstAppends, DuplicateKeys.REJECT);

    assertBusy(() -> begin(table(second), secondAppends, DuplicateKeys.REJECT));

    await(load.rollback());
    await(begin(table(second), secondAppends, DuplicateKeys.REJECT).rollback());
  }

  @ParameterizedTest
  @CsvSource({
    "hired_employees, false, departments, true",
    "departments, true, hired_employees, true",
    "jobs, true, hired_employees, false",
    "departments, false, jobs, false",
    "hired_employees, true, hired_employees, true",
  })
  void otherLoadsRunSideBySide(
      String first, boolean firstAppends, String second, boolean secondAppends) {
    LoadTransaction one = begin(table(first), firstAppends, DuplicateKeys.REJECT);
    LoadTransaction other = begin(table(second), secondAppends, DuplicateKeys.REJECT);
    await(other.rollback());
    await(one.rollback());
  }

  @Test
  void commitFreesTheLocks() {
    LoadTransaction load = replacing(DEPARTMENTS);
    Written written = await(load.write(List.of(row(1, 1, "a"))));
    await(load.commit(result(written)));

    await(replacing(DEPARTMENTS).rollback());
  }

  @Test
  void rowsAddedToAReferencedTableMeanwhileStay() {
    LoadTransaction hires = appending(HIRED_EMPLOYEES, DuplicateKeys.REJECT);
    LoadTransaction departments = appending(DEPARTMENTS, DuplicateKeys.REJECT);
    Written added = await(departments.write(List.of(row(1, 3, "Support"))));
    await(departments.commit(result(added)));
    Written hired = await(hires.write(List.of(row(1, 1, "a", null, 1, 10))));
    await(hires.commit(result(hired)));

    assertThat(committed(DEPARTMENTS)).containsOnlyKeys(1, 2, 3);
    assertThat(committed(HIRED_EMPLOYEES)).containsOnlyKeys(1);
  }

  private static Table table(String name) {
    return HiringTables.named(name).orElseThrow();
  }

  protected final LoadTransaction replacing(Table table) {
    return begin(table, false, DuplicateKeys.REJECT);
  }

  protected final LoadTransaction appending(Table table, DuplicateKeys policy) {
    return begin(table, true, policy);
  }

  protected final LoadTransaction begin(Table table, boolean append, DuplicateKeys policy) {
    return await(transactions().begin(Loads.plan(schema(), table, append, policy)));
  }

  protected static void assertBusy(ThrowingCallable call) {
    assertRefused(RefusalCode.TABLE_BUSY, call);
  }

  protected static void assertRefused(RefusalCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /** Those of the keys around zero that a load may reference. */
  private static IntStream keys(LoadTransaction load, Table referenced) {
    ForeignKey key = HIRED_EMPLOYEES.foreignKeysTo(referenced).get(0);
    KeySet keys = Objects.requireNonNull(load.references().get(key));
    keys.lookUp(IntStream.range(-20, 20).boxed().map(Object.class::cast));
    return IntStream.range(-20, 20).filter(keys::contains);
  }

  private static OrphanedKey orphan(int id) {
    return new OrphanedKey(DEPARTMENTS.primaryKey(), List.of(id));
  }

  private static LocalDateTime micros(int year, int micros) {
    return LocalDateTime.of(year, 12, 31, 23, 59, 59, micros * 1000);
  }
}
