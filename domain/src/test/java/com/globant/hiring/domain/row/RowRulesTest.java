package com.globant.hiring.domain.row;

import static com.globant.hiring.domain.RowErrorCode.INVALID_DATETIME;
import static com.globant.hiring.domain.RowErrorCode.INVALID_ENCODING;
import static com.globant.hiring.domain.RowErrorCode.INVALID_INTEGER;
import static com.globant.hiring.domain.RowErrorCode.MALFORMED;
import static com.globant.hiring.domain.RowErrorCode.OUT_OF_RANGE;
import static com.globant.hiring.domain.RowErrorCode.REQUIRED;
import static com.globant.hiring.domain.RowErrorCode.TOO_FEW_FIELDS;
import static com.globant.hiring.domain.RowErrorCode.TOO_LONG;
import static com.globant.hiring.domain.RowErrorCode.TOO_MANY_FIELDS;
import static com.globant.hiring.domain.RowErrorCode.UNKNOWN_REFERENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.ForeignKey;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRulesTest {
  private static final ForeignKey DEPARTMENT = HiringTables.HIRED_EMPLOYEES.foreignKeys().get(0);
  private static final ForeignKey JOB = HiringTables.HIRED_EMPLOYEES.foreignKeys().get(1);
  private static final String MOMENT = "2021-11-07T02:48:42Z";
  private static final String ROCKET = "\uD83D\uDE80";

  @Test
  void aGoodRowIsAcceptedWithItsValuesInOrder() {
    Row row = accepted("4535", "Marcelo Gonzalez", "2021-07-27T16:02:08-05:00", " 1", "02");

    assertThat(row.values())
        .containsExactly(4535, "Marcelo Gonzalez", LocalDateTime.of(2021, 7, 27, 21, 2, 8), 1, 2);
    assertThat(row.line()).isEqualTo(7);
    assertThat(row.raw()).hasToString("as it stood");
    assertThat(row.incomplete()).isFalse();
  }

  @Test
  void aHeaderDecidesWhereTheValuesStand() {
    ColumnOrder order =
        ColumnOrder.ofHeader(
            HiringTables.HIRED_EMPLOYEES,
            null,
            RawRow.of(1, "", "job_id", "department_id", "datetime", "name", "id"));

    RowOutcome outcome =
        rules(order, MissingValues.REJECT).check(raw("2", "1", MOMENT, "Ann", "10"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Row.class,
            row ->
                assertThat(row.values())
                    .containsExactly(10, "Ann", LocalDateTime.of(2021, 11, 7, 2, 48, 42), 1, 2));
  }

  @Test
  void aMissingValueIsStoredAndTheRowIsIncomplete() {
    Row row = accepted("1", null, null, null, null);

    assertThat(row.values()).containsExactly(1, null, null, null, null);
    assertThat(row.incomplete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, name", "2, datetime", "3, department_id", "4, job_id"})
  void aMissingValueIsRefusedWhereAllAreRequired(int at, String column) {
    @Nullable String[] fields = {"1", "Ann", MOMENT, "1", "2"};
    fields[at] = null;

    RowRejected rejected = refused(MissingValues.REJECT, fields);

    assertRefused(rejected, REQUIRED, column, "");
    assertThat(rejected.message()).endsWith("is empty; give a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "REJECT"})
  void aMissingKeyIsAlwaysRefused(MissingValues missing) {
    RowRejected rejected = refused(missing, null, "Ann", MOMENT, "1", "2");

    assertRefused(rejected, REQUIRED, "id", "");
    assertThat(rejected.message()).contains("key");
  }

  @Test
  void theEmptyStringIsAValueWhereTextIs() {
    Row row = accepted("1", "", MOMENT, "1", "2");

    assertThat(row.value(1)).isEqualTo("");
    assertThat(row.incomplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t ", "  "})
  void whatHasNoCharacterIsMissingWhereNoTextCanStand(String nothing) {
    assertThat(accepted("1", nothing, nothing, nothing, nothing).values())
        .containsExactly(1, nothing, null, null, null);
    assertRefused(refused(nothing, "Ann", MOMENT, "1", "2"), REQUIRED, "id", "");
    assertRefused(
        refused(MissingValues.REJECT, "1", "Ann", nothing, "1", "2"), REQUIRED, "datetime", "");
    assertRefused(
        refused(MissingValues.REJECT, "1", "Ann", MOMENT, "1", nothing), REQUIRED, "job_id", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "\\N", "N/A", " ", "'; DROP TABLE jobs; --", "=1+1", "<b>", "\0"})
  void textIsKeptToTheLetter(String text) {
    assertThat(accepted("1", text, MOMENT, "1", "2").value(1)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.5", "1.000", "1e3", "0x10", "five", "NULL"})
  void whatIsNoIntegerIsRefused(String text) {
    assertRefused(refused(text, "Ann", MOMENT, "1", "2"), INVALID_INTEGER, "id", text);
    assertRefused(refused("1", "Ann", MOMENT, "1", text), INVALID_INTEGER, "job_id", text);
  }

  @ParameterizedTest
  @CsvSource({"5.5, has a fraction", "1.000, may be thousands", "1e3, is not an integer"})
  void aRefusedIntegerSaysWhatItIs(String text, String fault) {
    assertThat(refused(text, "Ann", MOMENT, "1", "2").message()).startsWith("id " + fault);
  }

  @Test
  void aFractionOfZerosIsNone() {
    assertThat(accepted("5.0", "Ann", MOMENT, "1.0", " 2.00 ").values())
        .containsExactly(5, "Ann", LocalDateTime.of(2021, 11, 7, 2, 48, 42), 1, 2);
  }

  @Test
  void aRefusedDatetimeSaysWhatIsWrong() {
    assertThat(refused("1", "Ann", "27/07/2021", "1", "2").message())
        .startsWith("datetime has day and month in an ambiguous order");
  }

  @Test
  void integersHave32Bits() {
    assertThat(accepted("2147483647", "Ann", MOMENT, "1", "2").key(0)).isEqualTo(Integer.MAX_VALUE);
    assertThat(accepted("-2147483648", "Ann", MOMENT, "1", "2").key(0))
        .isEqualTo(Integer.MIN_VALUE);

    RowRejected above = refused("2147483648", "Ann", MOMENT, "1", "2");
    assertRefused(above, OUT_OF_RANGE, "id", "2147483648");
    assertThat(above.message()).contains("-2147483648", "2147483647");
    assertRefused(
        refused("-2147483649", "Ann", MOMENT, "1", "2"), OUT_OF_RANGE, "id", "-2147483649");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2021-02-29T00:00:00Z", "07/11/2021", "yesterday", "2021-11-07 CET"})
  void whatIsNoDatetimeIsRefused(String text) {
    assertRefused(refused("1", "Ann", text, "1", "2"), INVALID_DATETIME, "datetime", text);
  }

  @ParameterizedTest
  @CsvSource({
    "1000-01-01, 1000-01-01T00:00",
    "0999-12-31T23:00:00-01:00, 1000-01-01T00:00",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999",
    "9999-12-31T23:59:59.999999+18:00, 9999-12-31T05:59:59.999999"
  })
  void yearsFrom1000To9999InUtcAreKept(String text, LocalDateTime datetime) {
    assertThat(accepted("1", "Ann", text, "1", "2").value(2)).isEqualTo(datetime);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0999-12-31T23:59:59.999999Z",
        "1000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:00-00:01",
        "0000-01-01",
        "0000-01-01T00:00:00+18:00"
      })
  void otherYearsInUtcAreOutOfRange(String text) {
    RowRejected rejected = refused("1", "Ann", text, "1", "2");

    assertRefused(rejected, OUT_OF_RANGE, "datetime", text);
    assertThat(rejected.message()).contains("1000", "9999", "UTC");
  }

  @Test
  void textHasAtMost255Characters() {
    assertThat(accepted("1", "x".repeat(255), MOMENT, "1", "2").value(1))
        .isEqualTo("x".repeat(255));

    RowRejected rejected = refused("1", "x".repeat(256), MOMENT, "1", "2");
    assertRefused(rejected, TOO_LONG, "name", "x".repeat(255) + "…");
    assertThat(rejected.message()).contains("256", "255");
  }

  @Test
  void aPairOfSurrogatesIsOneCharacter() {
    assertThat(accepted("1", ROCKET.repeat(255), MOMENT, "1", "2").value(1))
        .isEqualTo(ROCKET.repeat(255));

    assertRefused(
        refused("1", ROCKET.repeat(256), MOMENT, "1", "2"),
        TOO_LONG,
        "name",
        ROCKET.repeat(255) + "…");
  }

  @Test
  void undecodableBytesAreRefusedAndSpelledOut() {
    String undecodable = "Jos" + Undecodable.of((byte) 0xE9);

    RowRejected rejected = refused("1", undecodable, MOMENT, "1", "2");
    assertRefused(rejected, INVALID_ENCODING, "name", "Jos\\xE9");
    assertThat(rejected.message()).contains("charset");
    assertRefused(
        refused("1", "Ann", undecodable, "1", "2"), INVALID_ENCODING, "datetime", "Jos\\xE9");
  }

  @Test
  void ofAValueNoMoreIsShownThanAStringCanHave() {
    String shown = ROCKET.repeat(255);

    assertThat(refused("1", "Ann", shown, "1", "2").value()).isEqualTo(shown);
    assertThat(refused("1", "Ann", shown + "x", "1", "2").value()).isEqualTo(shown + "…");
  }

  @Test
  void aReplacementCharacterIsACharacter() {
    assertThat(accepted("1", "\uFFFD", MOMENT, "1", "2").value(1)).isEqualTo("\uFFFD");
  }

  @Test
  void aRecordHasAsManyFieldsAsItsTable() {
    RowRejected few = refused("1", "Ann", MOMENT, "1");
    assertRefused(few, TOO_FEW_FIELDS, null, null);
    assertThat(few.message()).contains("4 fields", "5 columns", "department_id");

    RowRejected many = refused("1", "Ann", MOMENT, "1", "2", "x", null);
    assertRefused(many, TOO_MANY_FIELDS, null, null);
    assertThat(many.message()).contains("6 fields", "5 columns", "double quotes");
  }

  private static RowRules ofJobs(Delimiter delimiter, @Nullable String file) {
    return new RowRules(
        HiringTables.JOBS,
        ColumnOrder.of(HiringTables.JOBS),
        MissingValues.NULL,
        Map.of(),
        delimiter,
        file);
  }

  @Test
  void whatSeparatesTheFieldsIsNamed() {
    RowRules rules = ofJobs(Delimiter.SEMICOLON, null);

    assertThat(rules.check(raw("1,Smith")))
        .isInstanceOfSatisfying(
            RowRejected.class,
            rejected -> assertThat(rejected.message()).contains("1 field ", "by semicolons"));
  }

  @Test
  void rowsHaveTheNameOfTheirFile() {
    RowRules rules = ofJobs(Delimiter.COMMA, "jobs.csv");

    assertThat(rules.check(raw("1", "Clerk")))
        .isInstanceOfSatisfying(Row.class, row -> assertThat(row.file()).isEqualTo("jobs.csv"));
    assertThat(rules.check(raw("x", "Clerk")))
        .isEqualTo(
            new RowRejected(
                "jobs.csv",
                7,
                "id",
                INVALID_INTEGER,
                "x",
                refused("x", "Ann", MOMENT, "1", "2").message(),
                "as it stood"));
  }

  @Test
  void moreFieldsThanWereKeptAreTooMany() {
    RowRules rules = rules(ColumnOrder.of(HiringTables.HIRED_EMPLOYEES), MissingValues.NULL);

    assertThat(rules.check(new RawRow(7, new String[5], 100_000, 100_000, false, "as it stood")))
        .isInstanceOfSatisfying(
            RowRejected.class, rejected -> assertRefused(rejected, TOO_MANY_FIELDS, null, null));
  }

  @Test
  void charactersAfterAClosingQuoteAreRefused() {
    RowRules rules = rules(ColumnOrder.of(HiringTables.HIRED_EMPLOYEES), MissingValues.NULL);
    @Nullable String[] fields = {"1", "Ann", MOMENT, "1", "2"};

    assertThat(rules.check(new RawRow(7, fields, 5, 5, true, "as it stood")))
        .isInstanceOfSatisfying(
            RowRejected.class, rejected -> assertRefused(rejected, MALFORMED, null, null));
  }

  @Test
  void aReferenceMustBeThere() {
    RowRejected department = refused("1", "Ann", MOMENT, "99", "2");
    assertRefused(department, UNKNOWN_REFERENCE, "department_id", "99");
    assertThat(department.message()).contains("99", "departments", "load it there first");

    RowRejected job = refused("1", "Ann", MOMENT, "1", " 077");
    assertRefused(job, UNKNOWN_REFERENCE, "job_id", "77");
    assertThat(job.message()).contains("77", "jobs");
  }

  @Test
  void aMissingReferencePointsNowhere() {
    assertThat(accepted("1", "Ann", MOMENT, null, null).incomplete()).isTrue();
  }

  @Test
  void theRecordIsToldBeforeItsFields() {
    RowRules rules = rules(ColumnOrder.of(HiringTables.HIRED_EMPLOYEES), MissingValues.REJECT);

    assertThat(rules.check(new RawRow(7, new String[] {"x"}, 1, 1, true, "as it stood")))
        .isInstanceOfSatisfying(
            RowRejected.class, rejected -> assertThat(rejected.code()).isEqualTo(MALFORMED));
    assertThat(refused("x", "Ann").code()).isEqualTo(TOO_FEW_FIELDS);
  }

  @Test
  void theFirstColumnAtFaultIsTold() {
    assertThat(refused("1", "x".repeat(256), "x", "x", "x").column()).isEqualTo("name");
    assertThat(refused(MissingValues.REJECT, "1", "Ann", "x", null, "x").column())
        .isEqualTo("datetime");
    assertThat(refused(MissingValues.REJECT, "1", null, "x", "x", "x").code()).isEqualTo(REQUIRED);
  }

  @Test
  void theFirstColumnIsThatOfTheTableWhateverTheHeader() {
    ColumnOrder order =
        ColumnOrder.ofHeader(HiringTables.DEPARTMENTS, null, RawRow.of(1, "", "department", "id"));
    RowRules rules = new RowRules(HiringTables.DEPARTMENTS, order, MissingValues.NULL, Map.of());

    assertThat(rules.check(raw("x".repeat(256), "x")))
        .isInstanceOfSatisfying(
            RowRejected.class, rejected -> assertRefused(rejected, INVALID_INTEGER, "id", "x"));
  }

  @Test
  void referencesAreToldAfterAllFields() {
    assertThat(refused("1", "Ann", MOMENT, "99", "x").column()).isEqualTo("job_id");
    assertThat(refused("1", "Ann", MOMENT, "99", "99").column()).isEqualTo("department_id");
  }

  @Test
  void aHeaderLineInsideTheFileIsARefusedRow() {
    RowRejected rejected =
        refused(HiringTables.HIRED_EMPLOYEES.columnNames().toArray(new String[0]));

    assertRefused(rejected, INVALID_INTEGER, "id", "id");
  }

  @Test
  void rulesWithoutTheKeysTheyNeedAreADefect() {
    assertThatThrownBy(
            () ->
                new RowRules(
                    HiringTables.HIRED_EMPLOYEES,
                    ColumnOrder.of(HiringTables.HIRED_EMPLOYEES),
                    MissingValues.NULL,
                    Map.of(JOB, key -> true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("departments");
  }

  private static RowRules rules(ColumnOrder order, MissingValues missing) {
    return new RowRules(
        HiringTables.HIRED_EMPLOYEES,
        order,
        missing,
        Map.of(DEPARTMENT, Set.of(1)::contains, JOB, Set.of(2)::contains));
  }

  private static RawRow raw(@Nullable String... fields) {
    return RawRow.of(7, "as it stood", fields);
  }

  private static RowOutcome outcome(MissingValues missing, @Nullable String... fields) {
    return rules(ColumnOrder.of(HiringTables.HIRED_EMPLOYEES), missing).check(raw(fields));
  }

  private static Row accepted(@Nullable String... fields) {
    RowOutcome outcome = outcome(MissingValues.NULL, fields);
    assertThat(outcome).isInstanceOf(Row.class);
    return (Row) outcome;
  }

  private static RowRejected refused(@Nullable String... fields) {
    return refused(MissingValues.NULL, fields);
  }

  private static RowRejected refused(MissingValues missing, @Nullable String... fields) {
    RowOutcome outcome = outcome(missing, fields);
    assertThat(outcome).isInstanceOf(RowRejected.class);
    return (RowRejected) outcome;
  }

  private static void assertRefused(
      RowRejected rejected, RowErrorCode code, @Nullable String column, @Nullable String value) {
    assertThat(rejected.code()).isEqualTo(code);
    assertThat(rejected.column()).isEqualTo(column);
    assertThat(rejected.value()).isEqualTo(value);
    assertThat(rejected.line()).isEqualTo(7);
    assertThat(rejected.raw()).hasToString("as it stood");
    if (column != null) {
      assertThat(rejected.message()).contains(column);
    }
  }

  @Test
  void batchIsCheckedByValuesAndThenByReferences() {
    List<List<Object>> lookedUp = new ArrayList<>();
    KeySet departments =
        new KeySet() {
          @Override
          public boolean contains(Object key) {
            assertThat(lookedUp).hasSize(1);
            return key.equals(1);
          }

          @Override
          public void lookUp(Stream<Object> keys) {
            lookedUp.add(keys.toList());
          }
        };
    RowRules rules =
        new RowRules(
            HiringTables.HIRED_EMPLOYEES,
            ColumnOrder.of(HiringTables.HIRED_EMPLOYEES),
            MissingValues.NULL,
            Map.of(DEPARTMENT, departments, JOB, Set.of(2)::contains));

    List<RowOutcome> outcomes =
        rules.check(
            List.of(
                raw("1", "Ann", MOMENT, "1", "2"),
                raw("x", "Ann", MOMENT, "9", "2"),
                raw("3", "Ann", MOMENT, "8", "7"),
                raw("4", "Ann", MOMENT, null, "7"),
                raw("5", "Ann", MOMENT, "1", null)));

    assertThat(lookedUp).containsExactly(List.of(1, 8, 1));
    assertThat(outcomes)
        .extracting(outcome -> outcome instanceof RowRejected refused ? refused.column() : "")
        .containsExactly("", "id", "department_id", "job_id", "");
  }
}
