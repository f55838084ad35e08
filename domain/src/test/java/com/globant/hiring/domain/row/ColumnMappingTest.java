package com.globant.hiring.domain.row;

import static com.globant.hiring.domain.raw.FileRefused.Reason.DUPLICATE_COLUMN;
import static com.globant.hiring.domain.raw.FileRefused.Reason.MISSING_COLUMN;
import static com.globant.hiring.domain.raw.FileRefused.Reason.UNKNOWN_COLUMN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnMapping.Entry;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnMappingTest {
  private static final Table HIRES = HiringTables.HIRED_EMPLOYEES;
  private static final Table DEPARTMENTS = HiringTables.DEPARTMENTS;

  /** A table whose columns have names that must be escaped. */
  private static final Table ODD =
      new Schema(
              "odd",
              List.of(
                  TableDefinition.of(
                      "odd names",
                      List.of(
                          Column.of("a,b", IntegerType.INT),
                          Column.of("c:d", new StringType(9)),
                          Column.of("e\\f", new StringType(9)),
                          Column.of("-", new StringType(9))),
                      List.of())))
          .tables()
          .get(0);

  @Test
  void listIsReadAsItsEntries() {
    assertThat(entries("Employee No:id, Full name : name ,Comment:-,-,datetime,:-"))
        .containsExactly(
            new Entry("Employee No", "id"),
            new Entry("Full name", "name"),
            new Entry("Comment", null),
            new Entry(null, null),
            new Entry(null, "datetime"),
            new Entry("", null));
  }

  @Test
  void backslashComesBeforeWhatWouldEndAName() {
    assertThat(entries("a\\,b\\:c\\\\d:x\\,y,q:\\-,\\-,-:id"))
        .containsExactly(
            new Entry("a,b:c\\d", "x,y"),
            new Entry("q", "-"),
            new Entry(null, "-"),
            new Entry("-", "id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|has an empty entry",
        "a:id,|has an empty entry",
        "a:id,,b:name|has an empty entry",
        "a:|does not say which column of the table 'a' is",
        "a:b:c|has an entry 'a:b:…' with two colons",
        "a\\b:id|has a backslash that is not followed by",
        "a:id\\|has a backslash that is not followed by",
      })
  void malformedListIsRefused(String text, String message) {
    assertThatThrownBy(() -> ColumnMapping.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Property
  void listIsReadAgainAsItWasWritten(@ForAll("mappings") ColumnMapping mapping) {
    assertThat(ColumnMapping.parse(mapping.text())).isEqualTo(mapping);
  }

  @Provide
  Arbitrary<ColumnMapping> mappings() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("ab,:\\- é".toCharArray())
            .ofMaxLength(6)
            .map(String::strip);
    Arbitrary<Entry> entries =
        Combinators.combine(
                names.injectNull(0.3), names.filter(name -> !name.isEmpty()).injectNull(0.3))
            .as(Entry::new);
    return entries.list().ofMinSize(1).ofMaxSize(5).map(ColumnMapping::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x:salary|names 'salary', which is no column of hired_employees; its columns are id, name, datetime, department_id, job_id",
        "salary|names 'salary', which is no column",
        "a:id,b:ID|maps two columns of the file to 'id'",
        "id,id|maps two columns of the file to 'id'",
        "a:id,A :name|names the column 'A' of the file twice",
        "a:-,a:name|names the column 'a' of the file twice",
      })
  void whatNoFileCouldSatisfyIsReported(String text, String fault) {
    assertThat(ColumnMapping.parse(text).fault(HIRES)).startsWith(fault);
  }

  @Test
  void usableListHasNoFault() {
    assertThat(ColumnMapping.parse("id,-,-,name").fault(HIRES)).isNull();
    assertThat(ColumnMapping.parse("x:a\\,b,c\\:d,e\\\\f,\\-,-").fault(ODD)).isNull();
  }

  @Test
  void headerMayHaveTheNamesOfTheList() {
    ColumnOrder order =
        withHeader(
            "Employee No:id,Full name:NAME,Comment:-",
            HIRES,
            "comment",
            "full NAME\u00a0",
            "job_id",
            "datetime",
            "department_id",
            "Employee no");

    assertThat(positions(order, HIRES)).containsExactly(5, 1, 3, 4, 2);
    assertThat(order.fewestFields()).isEqualTo(6);
    assertThat(order.mostFields()).isEqualTo(6);
  }

  @Test
  void nameOfTheListComesBeforeThatOfTheTable() {
    ColumnOrder order = withHeader("id:department,department:id", DEPARTMENTS, "id", "department");

    assertThat(positions(order, DEPARTMENTS)).containsExactly(1, 0);
  }

  @Test
  void unnamedColumnOfTheFileMayBeSkipped() {
    ColumnOrder order = withHeader(":-", DEPARTMENTS, "", "id", "department");

    assertThat(positions(order, DEPARTMENTS)).containsExactly(1, 2);
  }

  @Test
  void columnsAtTheEndWithoutANameNeedNoField() {
    ColumnOrder order = withHeader(":-", DEPARTMENTS, "id", "department", "", "");
    RowRules rules = new RowRules(DEPARTMENTS, order, MissingValues.REJECT, Map.of());

    assertThat(rules.check(RawRow.of(2, "", "1", "Sales"))).isInstanceOf(Row.class);
    assertThat(rules.check(RawRow.of(3, "", "1", "Sales", "", "x", ""))).isInstanceOf(Row.class);
    assertThat(((RowRejected) rules.check(RawRow.of(4, "", "1"))).message())
        .isEqualTo(
            "the row has 1 field where the header has 2 columns (id, department, , ); separate the fields by commas and leave a missing one empty");
    assertThat(((RowRejected) rules.check(RawRow.of(5, "", "1", "Sales", "", "", "x"))).message())
        .isEqualTo(
            "the row has 5 fields where the header has 4 columns (id, department, , ); put fields that hold commas in double quotes");
  }

  @Test
  void columnAtTheEndWithoutANameNeedsAFieldIfItIsMapped() {
    ColumnOrder order = withHeader(":id", DEPARTMENTS, "department", "");

    assertThat(positions(order, DEPARTMENTS)).containsExactly(1, 0);
    assertThat(order.fewestFields()).isEqualTo(2);
  }

  @Test
  void whatTheHeaderDoesNotHaveIsNamed() {
    FileRefused refused = refused("Nr:id,Name:department,-", DEPARTMENTS, "no", "Name");

    assertThat(refused.reason()).isEqualTo(UNKNOWN_COLUMN);
    assertThat(refused)
        .hasMessageContainingAll(
            "line 3",
            "names 'no', which is no column",
            "does not have '-', 'Nr', which the list of columns maps");
  }

  @Test
  void mappedColumnThatTheHeaderNamesItselfIsThereTwice() {
    FileRefused refused = refused("Nr:id", DEPARTMENTS, "id", "Nr", "department");

    assertThat(refused.reason()).isEqualTo(DUPLICATE_COLUMN);
    assertThat(refused).hasMessageContaining("names 'id' more than once");
  }

  @Test
  void headerMayLackColumnsThatNeedNoValue() {
    assertThat(withHeader("Nr:id", DEPARTMENTS, "Nr").positionOf(1)).isNegative();

    FileRefused refused = refused("Name:department", DEPARTMENTS, "Name");
    assertThat(refused.reason()).isEqualTo(MISSING_COLUMN);
    assertThat(refused).hasMessageContaining("does not name 'id'");
  }

  @Test
  void withoutAHeaderTheListIsTheOrderOfTheFile() {
    ColumnOrder order =
        ColumnOrder.withoutHeader(HIRES, ColumnMapping.parse("Nr:id,Comment:-,job_id"));
    RowRules rules =
        new RowRules(
            HIRES,
            order,
            MissingValues.NULL,
            Map.of(
                HIRES.foreignKeys().get(0), key -> true, HIRES.foreignKeys().get(1), key -> true));

    assertThat(rules.check(RawRow.of(1, "", "7", "x", "5")))
        .isInstanceOfSatisfying(
            Row.class, row -> assertThat(row.values()).containsExactly(7, null, null, null, 5));
    assertThat(((RowRejected) rules.check(RawRow.of(1, "", "7", "x", "5", "6"))).message())
        .startsWith("the row has 4 fields where the list of columns has 3 columns (id, -, job_id)");
  }

  @Test
  void withoutAHeaderEachColumnThatNeedsAValueMustBeListed() {
    FileRefused refused =
        catchThrowableOfType(
            FileRefused.class,
            () -> ColumnOrder.withoutHeader(DEPARTMENTS, ColumnMapping.parse("-,department")));

    assertThat(refused.reason()).isEqualTo(MISSING_COLUMN);
    assertThat(refused)
        .hasMessageContaining("(-, department) does not name id of departments, which must have");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Nr,Area|true", "x,Area|true", "1,Sales|false", "x,Sales|false", "id,Area|true"})
  void namesOfTheListMakeAHeader(String record, boolean header) {
    HeaderSearch search =
        new HeaderSearch(DEPARTMENTS, ColumnMapping.parse("Nr:id,Area:department"));

    assertThat(search.isHeader(RawRow.of(1, record, record.split(",")))).isEqualTo(header);
  }

  private static List<Entry> entries(String text) {
    return ColumnMapping.parse(text).entries();
  }

  private static ColumnOrder withHeader(String list, Table table, @Nullable String... header) {
    return ColumnOrder.ofHeader(table, ColumnMapping.parse(list), RawRow.of(3, "", header));
  }

  private static FileRefused refused(String list, Table table, @Nullable String... header) {
    return catchThrowableOfType(FileRefused.class, () -> withHeader(list, table, header));
  }

  private static List<Integer> positions(ColumnOrder order, Table table) {
    return table.columnNames().stream().map(table::position).map(order::positionOf).toList();
  }
}
