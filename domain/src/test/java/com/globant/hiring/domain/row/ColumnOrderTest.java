package com.globant.hiring.domain.row;

import static com.globant.hiring.domain.raw.FileRefused.Reason.DUPLICATE_COLUMN;
import static com.globant.hiring.domain.raw.FileRefused.Reason.MISSING_COLUMN;
import static com.globant.hiring.domain.raw.FileRefused.Reason.UNKNOWN_COLUMN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnOrderTest {

  @Test
  void withoutAHeaderTheOrderIsThatOfTheTable() {
    ColumnOrder order = ColumnOrder.of(HiringTables.HIRED_EMPLOYEES);

    for (int column = 0; column < 5; column++) {
      assertThat(order.positionOf(column)).isEqualTo(column);
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Arbitraries.of(HiringTables.all());
  }

  @Property
  void headerMayReorderTheColumns(@ForAll("tables") Table table, @ForAll Random random) {
    List<String> names = new ArrayList<>(table.columnNames());
    Collections.shuffle(names, random);

    ColumnOrder order = order(table, names.toArray(new String[0]));

    for (int column = 0; column < names.size(); column++) {
      assertThat(names.get(order.positionOf(column))).isEqualTo(table.columnNames().get(column));
    }
  }

  @Test
  void caseAndOuterBlanksOfNamesDoNotCount() {
    ColumnOrder order = order(HiringTables.DEPARTMENTS, " DEPARTMENT\t", "Id ");

    assertThat(order.positionOf(0)).isEqualTo(1);
    assertThat(order.positionOf(1)).isZero();
  }

  @Test
  void namesAreReadAlikeInEveryLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(order(HiringTables.DEPARTMENTS, "ID", "DEPARTMENT").positionOf(0)).isZero();
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00a0id",
        "id\u3000",
        "\u2003id\u202f",
        "\uFEFFid",
        "\uFEFF\uFEFF id",
        "\u200bid\u200d",
        "i\u2060d",
        "\u0085id\u2028",
        "\r\nid\n",
        "\u200e\u00a0ID\t"
      })
  void whatNobodySeesDoesNotCount(String name) {
    assertThat(order(HiringTables.DEPARTMENTS, "department", name).positionOf(0)).isEqualTo(1);
  }

  @Test
  void emptyFieldsBeyondTheColumnsArePassedOver() {
    ColumnOrder order = order(HiringTables.DEPARTMENTS, "department", "id", null, "", "\u00a0 ");

    assertThat(order.positionOf(0)).isEqualTo(1);
    assertThat(refused("id", "department", null, "x").reason()).isEqualTo(UNKNOWN_COLUMN);
  }

  @Test
  void anUnknownNameIsRefused() {
    FileRefused refused = refused("id", "job");

    assertThat(refused.reason()).isEqualTo(UNKNOWN_COLUMN);
    assertThat(refused.detail())
        .isEqualTo(
            "line 3: the header names 'job', which is no column of departments, and does not name 'department'; name each column of departments once: id, department");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    FileRefused refused = refused("Name", "id", "ID", "grade");

    assertThat(refused.reason()).isEqualTo(UNKNOWN_COLUMN);
    assertThat(refused)
        .hasMessageContainingAll(
            "names 'Name', 'grade', which are no columns of departments",
            "names 'id' more than once",
            "does not name 'department'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u200b", "Unnamed: 0"})
  void anIndexOfPandasIsHintedAt(String index) {
    FileRefused refused = refused(index, "id", "department");

    assertThat(refused.reason()).isEqualTo(UNKNOWN_COLUMN);
    assertThat(refused).hasMessageContaining("index=False");
    assertThat(refused("x", "id", "department")).hasMessageNotContaining("pandas");
  }

  @Test
  void columnsWithoutANameAreToldApartFromWrongNames() {
    String advice =
        "; pandas writes its index as a column without a name, to_csv(…, index=False) leaves it out; name each column of departments once: id, department";

    assertThat(refused("", "id", "department"))
        .hasMessage("line 3: the header has a column '' without a name" + advice);
    assertThat(refused("", "x", "id", "department"))
        .hasMessage(
            "line 3: the header names 'x', which is no column of departments, and has a column '' without a name"
                + advice);
  }

  @Test
  void ofManyNamesTheFirstTenAreShown() {
    String[] names = new String[11];
    Arrays.setAll(names, i -> "x" + i);

    assertThat(refused(names))
        .hasMessageContaining("'x9', …, which are no columns")
        .hasMessageNotContaining("x10");
    assertThat(refused(Arrays.copyOf(names, 10)))
        .hasMessageContaining("'x9', which are no columns");
  }

  @Test
  void aMissingNameIsUnknown() {
    assertThat(refused("id", null).reason()).isEqualTo(UNKNOWN_COLUMN);
    assertThat(refused("id", "").reason()).isEqualTo(UNKNOWN_COLUMN);
  }

  @Test
  void aRepeatedNameIsRefused() {
    FileRefused refused = refused("id", "ID", "department");

    assertThat(refused.reason()).isEqualTo(DUPLICATE_COLUMN);
    assertThat(refused).hasMessageContainingAll("line 3", "'id'", "more than once");
  }

  @Test
  void aColumnThatIsNotNamedIsRefused() {
    FileRefused refused = refused("department");

    assertThat(refused.reason()).isEqualTo(MISSING_COLUMN);
    assertThat(refused).hasMessageContainingAll("line 3", "'id'", "id, department");
  }

  @Test
  void aHeaderTooWideIsRefusedByOneFieldTooMany() {
    // What a reader keeps at least of a record of a hundred fields.
    RawRow wide =
        new RawRow(3, new String[] {"id", "department", "department"}, 100, 100, false, "id,…");

    assertThat(refused(wide).reason()).isEqualTo(DUPLICATE_COLUMN);
  }

  @Test
  void whatIsNoTextInANameIsSpelledOut() {
    assertThat(refused("id", "caf" + Undecodable.of((byte) 0xE9)))
        .hasMessageContaining("'caf\\xE9'");
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    String rockets = "\uD83D\uDE80".repeat(101);

    assertThat(refused("id", rockets))
        .hasMessageContaining("'" + "\uD83D\uDE80".repeat(100) + "…'");
  }

  @Test
  void aNameThatIsShownWholeIsNotMarkedAsCut() {
    String rockets = "\uD83D\uDE80".repeat(100);

    assertThat(refused("id", rockets)).hasMessageContaining("'" + rockets + "'");
  }

  private static ColumnOrder order(Table table, @Nullable String... fields) {
    return ColumnOrder.ofHeader(table, null, RawRow.of(3, "raw", fields));
  }

  private static FileRefused refused(@Nullable String... fields) {
    return refused(RawRow.of(3, "raw", fields));
  }

  private static FileRefused refused(RawRow header) {
    return catchThrowableOfType(
        FileRefused.class, () -> ColumnOrder.ofHeader(HiringTables.DEPARTMENTS, null, header));
  }
}
