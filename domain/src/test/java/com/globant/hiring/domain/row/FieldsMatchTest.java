package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a header may leave out, and which further ones it may have. */
class FieldsMatchTest {
  private static final ColumnType TEXT = new StringType(20);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // header           | exact | equal | subset | superset | partial
        "id,name,note       | 0 1 2 | 0 1 2 | 0 1 2  | 0 1 2    | 0 1 2",
        "note,id,name       | 1 2 0 | 1 2 0 | 1 2 0  | 1 2 0    | 1 2 0",
        "id,name            | MISSING_COLUMN | MISSING_COLUMN | MISSING_COLUMN | 0 1 - | 0 1 -",
        "id                 | MISSING_COLUMN | MISSING_COLUMN | MISSING_COLUMN | 0 - - | 0 - -",
        "name               | MISSING_COLUMN | MISSING_COLUMN | MISSING_COLUMN | MISSING_COLUMN | MISSING_COLUMN",
        "id,x,name,note     | UNKNOWN_COLUMN | UNKNOWN_COLUMN | 0 2 3 | UNKNOWN_COLUMN | 0 2 3",
        "x,id,x             | UNKNOWN_COLUMN | UNKNOWN_COLUMN | MISSING_COLUMN | UNKNOWN_COLUMN | 1 - -",
        ",id,name,note      | UNKNOWN_COLUMN | UNKNOWN_COLUMN | 1 2 3 | UNKNOWN_COLUMN | 1 2 3",
        "id,name,note,,     | 0 1 2 | 0 1 2 | 0 1 2  | 0 1 2    | 0 1 2",
        "id,name,           | UNKNOWN_COLUMN | UNKNOWN_COLUMN | MISSING_COLUMN | 0 1 - | 0 1 -",
        "id,id,name,note    | DUPLICATE_COLUMN | DUPLICATE_COLUMN | DUPLICATE_COLUMN | DUPLICATE_COLUMN | DUPLICATE_COLUMN",
        "x,y                | UNKNOWN_COLUMN | UNKNOWN_COLUMN | UNKNOWN_COLUMN | UNKNOWN_COLUMN | UNKNOWN_COLUMN",
      })
  void headerIsReadAsTheStandardSays(
      String header, String exact, String equal, String subset, String superset, String partial) {
    assertThat(positions(FieldsMatch.EXACT, header)).isEqualTo(exact);
    assertThat(positions(FieldsMatch.EQUAL, header)).isEqualTo(equal);
    assertThat(positions(FieldsMatch.SUBSET, header)).isEqualTo(subset);
    assertThat(positions(FieldsMatch.SUPERSET, header)).isEqualTo(superset);
    assertThat(positions(FieldsMatch.PARTIAL, header)).isEqualTo(partial);
  }

  /** The positions, or why the header is refused. */
  private static String positions(FieldsMatch match, String header) {
    try {
      ColumnOrder order = order(match, header);
      StringBuilder positions = new StringBuilder();
      for (int column = 0; column < 3; column++) {
        int position = order.positionOf(column);
        positions.append(column == 0 ? "" : " ").append(position < 0 ? "-" : position);
      }
      return positions.toString();
    } catch (FileRefused refused) {
      return refused.reason().name();
    }
  }

  @Test
  void fieldsOfFurtherColumnsArePassedOver() {
    ColumnOrder order = order(FieldsMatch.SUBSET, "x,id,y,name,note,z");
    RowRules rules = new RowRules(table(FieldsMatch.SUBSET), order, MissingValues.REJECT, Map.of());

    assertThat(rules.check(record("a,7,b,Ann,c,d")))
        .isInstanceOfSatisfying(
            Row.class, row -> assertThat(row.values()).containsExactly(7, "Ann", "c"));
    assertThat(rules.check(record(",7,,Ann,c,,,"))).isInstanceOf(Row.class);
    assertThat(((RowRejected) rules.check(record("a,7,b,Ann,c"))).message())
        .startsWith(
            "the row has 5 fields where the header has 6 columns (x, id, y, name, note, z)");
    assertThat(((RowRejected) rules.check(record("a,7,b,Ann,c,d,e"))).message())
        .startsWith("the row has 7 fields where the header has 6 columns");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXACT|name each column of t once: id, name, note",
        "SUBSET|name each column of t once, besides any others: id, name, note",
        "SUPERSET|name columns of t, each once: id, name, note",
        "PARTIAL|name columns of t, each once, besides any others: id, name, note",
      })
  void refusalSaysWhatAHeaderMayHave(FieldsMatch match, String advice) {
    assertThat(refused(match, "x,y")).hasMessageEndingWith(advice);
  }

  @Test
  void headerWithMoreFieldsThanAreReadIsRefused() {
    FileRefused refused =
        catchThrowableOfType(
            FileRefused.class,
            () ->
                ColumnOrder.ofHeader(
                    table(FieldsMatch.SUBSET),
                    null,
                    new RawRow(1, new String[] {"id", "name", "note"}, 9, 8, false, "")));

    assertThat(refused.reason()).isEqualTo(FileRefused.Reason.FIELD_TOO_LARGE);
    assertThat(refused).hasMessageContaining("has 8 fields, of which only 3 are read");
  }

  @ParameterizedTest
  @CsvSource({
    // A title that is the name of another column is that column.
    "b, 1",
    "shared, -2",
    "A, 0",
    // An alias comes before the title of another column.
    "alias, 2",
    "own title, 3",
    "nothing, -1"
  })
  void namesComeBeforeAliasesAndThoseBeforeTitles(String name, int position) {
    Table table =
        new Schema(
                "s",
                List.of(
                    TableDefinition.of(
                        "t",
                        List.of(
                            column("a", "b"),
                            column("b", "Shared"),
                            column("c", "shared", "Alias"),
                            column("d", "Own title", "OWN TITLE"),
                            column("e", "alias")),
                        List.of())))
            .tables()
            .get(0);

    assertThat(new ColumnNames(table).position(name)).isEqualTo(position);
  }

  @Test
  void titleOfSeveralColumnsIsRefusedEvenIfFurtherColumnsAreAllowed() {
    Table table =
        new Schema(
                "s",
                List.of(
                    definition(
                        FieldsMatch.PARTIAL,
                        column("id", null),
                        column("a", "T"),
                        column("b", "T"))))
            .tables()
            .get(0);

    FileRefused refused =
        catchThrowableOfType(
            FileRefused.class, () -> ColumnOrder.ofHeader(table, null, record("id,t")));

    assertThat(refused.reason()).isEqualTo(FileRefused.Reason.UNKNOWN_COLUMN);
    assertThat(refused)
        .hasMessageContaining("names 't', which several columns have as their title");
  }

  @Test
  void ofManyColumnsTheFirstAreListed() {
    assertThat(refusedOf(31)).hasMessageEndingWith("c28, c29, … (31 in all)");
    assertThat(refusedOf(30)).hasMessageEndingWith("c28, c29");
  }

  /** Why a table of this many columns refuses a header with the first of them. */
  private static FileRefused refusedOf(int count) {
    Column[] columns = new Column[count];
    Arrays.setAll(columns, i -> column("c" + i, null));
    Table table = new Schema("s", List.of(definition(FieldsMatch.EXACT, columns))).tables().get(0);
    return catchThrowableOfType(
        FileRefused.class, () -> ColumnOrder.ofHeader(table, null, record("c0")));
  }

  private static Column column(String name, @Nullable String title, String... aliases) {
    return new Column(name, title, null, List.of(aliases), TEXT, false, null, List.of());
  }

  private static Table table(FieldsMatch match) {
    return new Schema(
            "s",
            List.of(
                definition(
                    match,
                    Column.of("id", IntegerType.INT).notNull(),
                    column("name", null),
                    column("note", null))))
        .tables()
        .get(0);
  }

  private static TableDefinition definition(FieldsMatch match, Column... columns) {
    return new TableDefinition(
        "t",
        null,
        null,
        List.of(columns),
        List.of(),
        List.of(),
        List.of(),
        match,
        TableDefinition.DEFAULT_MISSING_VALUES,
        Dialect.DEFAULT,
        null,
        Exchange.AUTO);
  }

  private static ColumnOrder order(FieldsMatch match, String header) {
    return ColumnOrder.ofHeader(table(match), null, record(header));
  }

  private static FileRefused refused(FieldsMatch match, String header) {
    return catchThrowableOfType(FileRefused.class, () -> order(match, header));
  }

  private static RawRow record(String text) {
    return RawRow.of(
        1,
        text,
        Arrays.stream(text.split(",", -1))
            .map(field -> field.isEmpty() ? null : field)
            .toArray(String[]::new));
  }
}
