package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with keys and references of several columns, with none, and with other names. */
class AnyTableTest {
  private static final StringType CODE = new StringType(8);

  private static final TableDefinition PRODUCTS =
      TableDefinition.of(
          "products",
          List.of(Column.of("country", CODE), Column.of("sku", IntegerType.BIGINT)),
          List.of("country", "sku"));

  /** Lines of an order reference a product by two columns, and a line of the same table. */
  private static final TableDefinition LINES =
      new TableDefinition(
          "lines",
          null,
          null,
          List.of(
              new Column(
                  "Order No", "Order number", null, List.of("Nr"), CODE, false, null, List.of()),
              Column.of("line", IntegerType.INT),
              Column.of("country", CODE),
              Column.of("sku", IntegerType.BIGINT),
              Column.of("price", new NumberType(8, 2, NumberNotation.DEFAULT)).notNull(),
              Column.of("day", new DateType(null)),
              Column.of("parent", IntegerType.INT)),
          List.of("Order No", "line"),
          List.of(List.of("day")),
          List.of(
              new ForeignKey(List.of("country", "sku"), "products", List.of("country", "sku")),
              new ForeignKey(List.of("Order No", "parent"), "lines", List.of("Order No", "line"))),
          FieldsMatch.SUPERSET,
          List.of("", "n/a"),
          Dialect.DEFAULT,
          null,
          Exchange.AUTO);

  private static final Schema SHOP =
      new Schema(
          "shop",
          List.of(
              PRODUCTS,
              LINES,
              TableDefinition.of("notes", List.of(Column.of("note", CODE)), List.of())));

  private static final Table TABLE = SHOP.table("lines").orElseThrow();
  private static final Map<ForeignKey, KeySet> PRODUCT_KEYS =
      Map.of(TABLE.foreignKeys().get(0), Set.of(List.of("DE", 5L), List.of("FR", 6L))::contains);

  @Test
  void rowHasValuesOfTheTypesOfItsColumns() {
    Row row = accepted("A1", "1", "DE", "5", "9.5", "2021-03-04", "0");

    assertThat(row.values())
        .containsExactly("A1", 1, "DE", 5L, new BigDecimal("9.50"), LocalDate.of(2021, 3, 4), 0);
    assertThat(row.key(0, 1)).isEqualTo(List.of("A1", 1));
    assertThat(row.key(3)).isEqualTo(5L);
  }

  @Test
  void keyWithoutOneOfItsValuesIsNull() {
    Row row = accepted("A1", "1", "n/a", "5", "1", "", "n/a");

    assertThat(row.key(2, 3)).isNull();
    assertThat(row.key(6)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "DE, 5, true",
    "FR, 6, true",
    "DE, 6, false",
    "de, 5, false",
    "n/a, 7, true",
    "DE, n/a, true"
  })
  void referenceOfTwoColumnsMustBeThereUnlessOneIsMissing(
      String country, String sku, boolean accepted) {
    RowOutcome outcome = check("A1", "1", country, sku, "1", "", "");

    assertThat(outcome instanceof Row).isEqualTo(accepted);
    if (outcome instanceof RowRejected rejected) {
      assertThat(rejected.code()).isEqualTo(RowErrorCode.UNKNOWN_REFERENCE);
      assertThat(rejected.column()).isEqualTo("country, sku");
      assertThat(rejected.value()).isEqualTo(country + ", " + sku);
      assertThat(rejected.message())
          .isEqualTo(
              "country, sku %s, %s is not in products; load it there first"
                  .formatted(country, sku));
    }
  }

  @Test
  void referenceToTheTableItselfIsLeftToTheDatabase() {
    assertThat(check("A1", "1", "", "", "1", "", "77")).isInstanceOf(Row.class);
    assertThat(TABLE.referencedTables()).extracting(Table::name).containsExactly("products");
    assertThat(TABLE.referencingTables()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, Order No, 'Order No is part of the key and is empty; give every row its key'",
    "1, line, 'line is part of the key and is empty; give every row its key'",
    "4, price, price is empty; give a value"
  })
  void keysAndRequiredValuesMustBeThereWhateverTheRequestSays(
      int column, String name, String message) {
    String[] fields = {"A1", "1", "DE", "5", "1", "2021-03-04", "0"};
    fields[column] = "n/a";

    RowRejected rejected = (RowRejected) check(fields);

    assertThat(rejected.code()).isEqualTo(RowErrorCode.REQUIRED);
    assertThat(rejected.column()).isEqualTo(name);
    assertThat(rejected.message()).isEqualTo(message);
  }

  @Test
  void otherMissingValuesAreRefusedIfTheRequestSaysSo() {
    RowRules rules = new RowRules(TABLE, ColumnOrder.of(TABLE), MissingValues.REJECT, PRODUCT_KEYS);

    RowRejected rejected =
        (RowRejected) rules.check(RawRow.of(1, "", "A1", "1", "DE", "5", "1", null, "0"));

    assertThat(rejected.message()).isEqualTo("day is empty; give a value");
  }

  @Test
  void headerMayUseTitlesAndAliasesAndLeaveColumnsOut() {
    ColumnOrder order =
        ColumnOrder.ofHeader(
            TABLE, null, RawRow.of(1, "", "price", "LINE", "order NUMBER", "", ""));
    RowRules rules = new RowRules(TABLE, order, MissingValues.NULL, PRODUCT_KEYS);

    assertThat(rules.check(RawRow.of(2, "", "1.5", "3", "A1")))
        .isInstanceOfSatisfying(
            Row.class,
            row ->
                assertThat(row.values())
                    .containsExactly("A1", 3, null, null, new BigDecimal("1.50"), null, null));
    assertThat(
            ColumnOrder.ofHeader(TABLE, null, RawRow.of(1, "", "nr", "line", "price"))
                .positionOf(0))
        .isZero();
    assertThat(((RowRejected) rules.check(RawRow.of(2, "", "1.5", "3"))).message())
        .startsWith("the row has 2 fields where the header has 3 columns (price, line, Order No)");
  }

  @Test
  void headerOfExactTableMustNameAllColumns() {
    Table products = SHOP.table("products").orElseThrow();

    FileRefused refused =
        catchThrowableOfType(
            FileRefused.class,
            () -> ColumnOrder.ofHeader(products, null, RawRow.of(1, "", "country")));

    assertThat(refused.reason()).isEqualTo(FileRefused.Reason.MISSING_COLUMN);
  }

  @Test
  void tableWithoutKeyTakesEveryRow() {
    Table notes = SHOP.table("notes").orElseThrow();
    RowRules rules = new RowRules(notes, ColumnOrder.of(notes), MissingValues.NULL, Map.of());

    assertThat(notes.primaryKey()).isEmpty();
    assertThat(rules.check(RawRow.of(1, "", (String) null))).isInstanceOf(Row.class);
    assertThat(rules.check(RawRow.of(2, "", ""))).isInstanceOf(Row.class);
  }

  @Test
  void takenKeysAreReportedWithAllTheirColumns() {
    Row row = accepted("A1", "1", "", "", "1", "2021-03-04", "");

    RowRejected duplicate = RowRejected.duplicateKey(row, TABLE);
    RowRejected notUnique = RowRejected.notUnique(row, TABLE, List.of(TABLE.columns().get(5)));

    assertThat(duplicate.code()).isEqualTo(RowErrorCode.DUPLICATE_KEY);
    assertThat(duplicate.column()).isEqualTo("Order No, line");
    assertThat(duplicate.message())
        .startsWith("Order No, line A1, 1 is already in lines or earlier in the file");
    assertThat(notUnique.code()).isEqualTo(RowErrorCode.NOT_UNIQUE);
    assertThat(notUnique.message())
        .isEqualTo("day 2021-03-04 is already in lines or earlier in the file; remove one of them");
    assertThat(RowRejected.notUniqueIn(row, "of_owners"))
        .isEqualTo(
            new RowRejected(
                row.file(),
                row.line(),
                null,
                RowErrorCode.NOT_UNIQUE,
                null,
                "the table has a row with the same values in its unique index of_owners; remove one of them",
                row.raw()));
  }

  private static Row accepted(String... fields) {
    return (Row) check(fields);
  }

  private static RowOutcome check(String... fields) {
    RowRules rules = new RowRules(TABLE, ColumnOrder.of(TABLE), MissingValues.NULL, PRODUCT_KEYS);
    return rules.check(RawRow.of(1, "raw", fields));
  }
}
