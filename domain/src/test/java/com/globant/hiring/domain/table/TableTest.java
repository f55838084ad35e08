package com.globant.hiring.domain.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.YearType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  private static final List<String> KEY = List.of("id");
  private static final ForeignKey TO_TEAMS = new ForeignKey(List.of("team"), "teams", KEY);
  private static final ForeignKey TO_LEADERS = new ForeignKey(List.of("leader"), "people", KEY);
  private static final TableDefinition TEAMS =
      TableDefinition.of("teams", List.of(Column.of("id", IntegerType.INT)), KEY);
  private static final TableDefinition PEOPLE =
      TableDefinition.of(
          "people",
          List.of(
              Column.of("id", IntegerType.INT),
              Column.of("team", IntegerType.INT),
              Column.of("leader", IntegerType.INT)),
          KEY,
          TO_TEAMS,
          TO_LEADERS);

  private static final Schema CLUB = new Schema("club", List.of(TEAMS, PEOPLE));
  private static final Catalog CATALOG =
      new Catalog(List.of(CLUB, new Schema("archive", List.of(PEOPLE))));

  private final Table teams = CLUB.table("teams").orElseThrow();
  private final Table people = CLUB.table("people").orElseThrow();

  @Test
  void tablesAreFoundByTheirExactNames() {
    assertThat(CATALOG.schemaNames()).containsExactly("club", "archive");
    assertThat(CATALOG.schema("club")).containsSame(CLUB);
    assertThat(CATALOG.schema("Club")).isEmpty();
    assertThat(CATALOG.find("club", "people")).containsSame(people);
    assertThat(CATALOG.find("archive", "teams")).isEmpty();
    assertThat(CATALOG.find("Club", "people")).isEmpty();
    assertThat(CATALOG.tables())
        .extracting(Table::name)
        .containsExactly("teams", "people", "people");
    assertThat(CATALOG.names()).isEqualTo("teams, people, people");
  }

  @Test
  void tablesOfTheSameSchemaAndNameAreEqual() {
    Table same = new Schema("club", List.of(PEOPLE)).tables().get(0);
    Table archived = CATALOG.find("archive", "people").orElseThrow();

    assertThat(people).isEqualTo(same).hasSameHashCodeAs(same).hasToString("people");
    assertThat(people).isNotEqualTo(archived).doesNotHaveSameHashCodeAs(archived);
    assertThat(people).isNotEqualTo(teams).isNotEqualTo("people");
  }

  @Test
  void referencesAreKnownFromBothSides() {
    assertThat(people.referenced(TO_TEAMS)).isSameAs(teams);
    assertThat(people.foreignKeysTo(people)).containsExactly(TO_LEADERS);
    assertThat(teams.incomingReferences()).containsExactly(new IncomingReference(people, TO_TEAMS));
    assertThat(people.incomingReferences())
        .containsExactly(new IncomingReference(people, TO_LEADERS));
    assertThat(people.referencedTables()).containsExactly(teams);
    assertThat(people.referencingTables()).isEmpty();
  }

  @Test
  void whatIsNotThereIsReportedByItsName() {
    Table archived = CATALOG.find("archive", "people").orElseThrow();

    assertThatThrownBy(() -> people.position("name")).hasMessage("Table people has no column name");
    assertThatThrownBy(() -> archived.referenced(TO_TEAMS)).hasMessage("There is no table teams");
    assertThat(people.positions(List.of("leader", "id"))).containsExactly(2, 0);
  }

  @Test
  void columnsOfTheKeyAndRequiredOnesMustHaveAValue() {
    Column required = Column.of("name", new StringType(9)).notNull();
    Table table =
        new Schema("s", List.of(PEOPLE.with(List.of(PEOPLE.columns().get(0), required), List.of())))
            .tables()
            .get(0);

    assertThat(table.columns()).allMatch(table::isRequired);
    assertThat(table.foreignKeys()).isEmpty();
    assertThat(people.isRequired(people.columns().get(1))).isFalse();
    assertThat(required.withType(IntegerType.INT))
        .isEqualTo(Column.of("name", IntegerType.INT).notNull());
  }

  @ParameterizedTest
  @CsvSource({"'', -1", "name, -1", "id, 1", "year, 2", "name id, -1", "id year, -1"})
  void oneWholeNumberMayBeTheKey(String key, int position) {
    List<Column> columns =
        List.of(
            Column.of("name", new StringType(9)),
            Column.of("id", IntegerType.INT),
            Column.of("year", new YearType()));
    List<String> names = key.isEmpty() ? List.of() : List.of(key.split(" "));
    Table table = new Schema("s", List.of(TableDefinition.of("t", columns, names))).tables().get(0);

    assertThat(table.wholeNumberKey()).isEqualTo(position);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"\", double quotes", "', single quotes", "~, quotes (~)"})
  void messagesNameTheQuotesOfADialect(char quote, String name) {
    assertThat(new Dialect(null, null, quote, null, false).quotes()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT, exact, false, false",
    "EQUAL, equal, false, false",
    "SUBSET, subset, false, true",
    "SUPERSET, superset, true, false",
    "PARTIAL, partial, true, true"
  })
  void fieldsMatchSaysWhatAHeaderMayHave(
      FieldsMatch match, String property, boolean mayLack, boolean mayHaveMore) {
    assertThat(match.property()).isEqualTo(property);
    assertThat(match.mayLackColumns()).isEqualTo(mayLack);
    assertThat(match.mayHaveMoreColumns()).isEqualTo(mayHaveMore);
  }
}
