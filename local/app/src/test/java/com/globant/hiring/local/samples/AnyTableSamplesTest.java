package com.globant.hiring.local.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyTableSamplesTest {
  private static final int ROWS = 2000;

  /** One column for each type, with and without constraints. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type': 'integer'",
        "'type': 'integer', 'constraints': {'minimum': -5, 'maximum': 5}",
        "'type': 'integer', 'constraints': {'exclusiveMaximum': -100}",
        "'type': 'integer', 'constraints': {'minimum': 9000000000}",
        "'type': 'integer', 'constraints': {'enum': [3, 5, 8]}",
        "'type': 'number'",
        "'type': 'number', 'constraints': {'minimum': 0.25, 'exclusiveMaximum': 0.75}",
        "'type': 'number', 'constraints': {'maximum': -1000}",
        "'type': 'number', 'x-precision': 12, 'x-scale': 4",
        "'type': 'number', 'x-precision': 3, 'x-scale': 3",
        "'type': 'number', 'x-precision': 65, 'x-scale': 30",
        "'type': 'number', 'x-precision': 12, 'x-scale': 2, 'decimalChar': ',', 'groupChar': '.'",
        "'type': 'number', 'x-precision': 9, 'x-scale': 2, 'constraints': {'exclusiveMinimum': -1, 'maximum': 1}",
        "'type': 'string'",
        "'type': 'string', 'constraints': {'maxLength': 1}",
        "'type': 'string', 'constraints': {'minLength': 8, 'maxLength': 9}",
        "'type': 'string', 'constraints': {'minLength': 300}",
        "'type': 'string', 'constraints': {'enum': ['a, b', 'c \\u0022d\\u0022', '']}",
        "'type': 'string', 'constraints': {'pattern': '^[A-Z]{2}-\\\\d{4}(x|yy)?$'}",
        "'type': 'string', 'format': 'uuid'",
        "'type': 'string', 'format': 'email'",
        "'type': 'string', 'format': 'uri'",
        "'type': 'boolean'",
        "'type': 'boolean', 'trueValues': ['ja'], 'falseValues': ['nein']",
        "'type': 'date'",
        "'type': 'date', 'format': '%d.%m.%y', 'constraints': {'minimum': '2000-01-01', 'maximum': '2000-12-31'}",
        "'type': 'date', 'constraints': {'exclusiveMaximum': '1999-01-01'}",
        "'type': 'datetime'",
        "'type': 'datetime', 'format': '%m/%d/%Y %I:%M:%S %p'",
        "'type': 'datetime', 'constraints': {'minimum': '2021-01-01T10:00:00.5', 'maximum': '2021-01-01T10:00:09'}",
        "'type': 'time'",
        "'type': 'time', 'format': '%H.%M', 'constraints': {'minimum': '10:00', 'maximum': '10:59'}",
        "'type': 'year'",
        "'type': 'year', 'constraints': {'maximum': 1950}",
        "'type': 'yearmonth'",
        "'type': 'yearmonth', 'constraints': {'minimum': '2021-07', 'exclusiveMaximum': '2021-10'}",
        "'type': 'object', 'constraints': {'minLength': 3}",
        "'type': 'array', 'constraints': {'maxLength': 1}",
        "'type': 'geojson'",
      })
  void everyRowKeepsTheRulesOfEveryType(String field) throws IOException {
    Table table =
        table(
            "[{'name': 'k', 'type': 'integer'}, {'name': 'v', %s}], 'primaryKey': 'k'"
                .formatted(field));

    assertThat(outcomes(file(table, ROWS, 0, 0))).hasSize(ROWS).allMatch(Row.class::isInstance);
    assertThat(outcomes(file(table, ROWS, 1, 0)))
        .allMatch(row -> row instanceof Row made && made.value(1) == null);
    assertThat(outcomes(file(table, ROWS, 0, 1))).allMatch(RowRejected.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type': 'integer'",
        "'type': 'integer', 'constraints': {'minimum': -3000}",
        "'type': 'string', 'constraints': {'maxLength': 3}",
        "'type': 'string'",
        "'type': 'string', 'format': 'uuid'",
        "'type': 'string', 'constraints': {'pattern': '[A-Z]{3}'}",
        "'type': 'number', 'x-precision': 6, 'x-scale': 3",
        "'type': 'date'",
        "'type': 'datetime'",
        "'type': 'time'",
        "'type': 'year'",
        "'type': 'yearmonth'",
      })
  void aKeyOfAnyTypeIsDifferentInEachRow(String field) throws IOException {
    Table table = table("[{'name': 'k', %s}], 'primaryKey': 'k'".formatted(field));

    assertThat(values(file(table, ROWS, 0, 0), List.of("k"))).hasSize(ROWS);
  }

  @Test
  void keysOfSeveralColumnsAndUniqueKeysAreDifferentInEachRow() throws IOException {
    Table table =
        table(
            """
            [{'name': 'flag', 'type': 'boolean'}, {'name': 'no', 'type': 'string'},
             {'name': 'line', 'type': 'integer', 'constraints': {'minimum': 1, 'maximum': 999}},
             {'name': 'code', 'type': 'string', 'constraints': {'unique': true, 'maxLength': 8}},
             {'name': 'day', 'type': 'date'}],
             'primaryKey': ['flag', 'no', 'line'], 'uniqueKeys': [['day', 'no']]
            """);

    SampleFile file = file(table, ROWS, 0, 0);

    assertThat(values(file, List.of("flag", "no", "line"))).hasSize(ROWS);
    assertThat(values(file, List.of("code"))).hasSize(ROWS);
    assertThat(values(file, List.of("day", "no"))).hasSize(ROWS);
    assertThat(outcomes(file)).allMatch(Row.class::isInstance);
  }

  private static final String SHOP =
      """
      {'name': 'orders', 'schema': {'fields': [
         {'name': 'Order No', 'type': 'string', 'constraints': {'maxLength': 12}},
         {'name': 'line', 'type': 'integer', 'constraints': {'minimum': 1, 'maximum': 999}},
         {'name': 'first', 'type': 'string', 'constraints': {'maxLength': 12}},
         {'name': 'first line', 'type': 'integer', 'constraints': {'minimum': 1, 'maximum': 999}}],
         'primaryKey': ['Order No', 'line'],
         'foreignKeys': [{'fields': ['first', 'first line'],
                          'reference': {'resource': '', 'fields': ['Order No', 'line']}}]}},
      {'name': 'notes', 'schema': {'fields': [
         {'name': 'order', 'type': 'string', 'constraints': {'maxLength': 12}},
         {'name': 'line', 'type': 'integer', 'constraints': {'minimum': 1, 'maximum': 999}},
         {'name': 'no', 'type': 'integer'}, {'name': 'day', 'type': 'date', 'format': '%d/%m/%Y'}],
         'primaryKey': ['order', 'line', 'no'],
         'foreignKeys': [
           {'fields': ['order', 'line'], 'reference': {'resource': 'orders', 'fields': ['Order No', 'line']}},
           {'fields': 'day', 'reference': {'resource': 'days', 'fields': 'day'}}]}},
      {'name': 'days', 'schema': {'fields': [{'name': 'day', 'type': 'date'}], 'primaryKey': 'day'}}
      """;

  @Test
  void referencesAreToKeysOfTheOtherTables() throws IOException {
    Schema shop = schema(SHOP);
    Map<String, Integer> rowsOf = Map.of("orders", 70, "days", 9);
    SampleFile orders = new SampleFile(shop.tables().get(0), Hints.NONE, 70, 3, 0.1, 0, Map.of());
    SampleFile notes = new SampleFile(shop.tables().get(1), Hints.NONE, ROWS, 1, 0.1, 0, rowsOf);
    SampleFile days = new SampleFile(shop.tables().get(2), Hints.NONE, 9, 2, 0, 0, Map.of());

    assertThat(values(notes, List.of("order", "line", "no"))).hasSize(ROWS);
    assertThat(values(orders, List.of("Order No", "line")))
        .containsAll(values(notes, List.of("order", "line")));
    assertThat(values(days, List.of("day"))).containsAll(values(notes, List.of("day")));
    Set<List<Object>> before = new HashSet<>();
    for (RowOutcome outcome : outcomes(orders)) {
      Row row = (Row) outcome;
      Object first = row.value(2);
      if (first != null) {
        assertThat(before).contains(List.of(first, Objects.requireNonNull(row.value(3))));
      }
      before.add(
          List.of(Objects.requireNonNull(row.value(0)), Objects.requireNonNull(row.value(1))));
    }
  }

  @Test
  void filesAreWrittenAsTheDefinitionSays() throws IOException {
    Table table =
        schema(
                """
                {'name': 't', 'encoding': 'ISO-8859-1',
                 'dialect': {'delimiter': ';', 'quoteChar': "'", 'header': true},
                 'schema': {'fields': [{'name': 'a;b', 'type': 'integer'}, {'name': 's', 'type': 'string',
                   'constraints': {'enum': ['ö; x']}}]}}
                """)
            .tables()
            .get(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file(table, 1, 0, 0).writeTo(out);

    assertThat(out.toString(StandardCharsets.ISO_8859_1)).matches("'a;b';s\\n[0-9]+;'ö; x'\\n");
  }

  @Test
  void whatCannotBeMadeIsRefusedWithAdvice() {
    String key = "[{'name': 'k', 'type': 'boolean'}], 'primaryKey': 'k'";
    assertThatThrownBy(() -> outcomes(file(table(key), 3, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 2 rows: there are no more keys");
    for (String pattern : List.of("[^a]+", "(?i)x", "a{,3}", "\\\\p{L}", "x$y")) {
      String field =
          "[{'name': 'v', 'type': 'string', 'constraints': {'pattern': '%s'}}]".formatted(pattern);
      assertThatThrownBy(() -> outcomes(file(table(field), 3, 0, 0)))
          .as(pattern)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("t.v")
          .hasMessageContaining("give texts");
    }
  }

  @Test
  void invalidRowsHaveSeveralFaults() throws IOException {
    Table table =
        table(
            """
            [{'name': 'id', 'type': 'integer', 'constraints': {'minimum': 0, 'maximum': 1000}},
             {'name': 'n', 'type': 'number', 'x-precision': 4},
             {'name': 'd', 'type': 'date', 'constraints': {'required': true}},
             {'name': 'e', 'type': 'string', 'constraints': {'enum': ['x']}},
             {'name': 's', 'type': 'string', 'constraints': {'maxLength': 4}}], 'primaryKey': 'id'
            """);

    assertThat(
            outcomes(file(table, 1000, 0, 1)).stream()
                .map(outcome -> ((RowRejected) outcome).code())
                .collect(Collectors.toSet()))
        .contains(
            RowErrorCode.INVALID_INTEGER,
            RowErrorCode.BELOW_MINIMUM,
            RowErrorCode.ABOVE_MAXIMUM,
            RowErrorCode.INVALID_NUMBER,
            RowErrorCode.INVALID_DATE,
            RowErrorCode.NOT_IN_ENUM,
            RowErrorCode.REQUIRED,
            RowErrorCode.TOO_LONG,
            RowErrorCode.TOO_FEW_FIELDS,
            RowErrorCode.TOO_MANY_FIELDS);
  }

  private static Table table(String fieldsAndKeys) {
    return schema("{'name': 't', 'schema': {'fields': %s}}".formatted(fieldsAndKeys))
        .tables()
        .get(0);
  }

  private static Schema schema(String resources) {
    String json =
        "{'name': 'p', 'resources': [%s]}"
            .formatted(resources)
            .replace('\'', '"')
            .replace("\"\"\"", "\"'\"");
    Definitions read = DataPackages.read(Map.of("p", json));
    assertThat(read.faults()).isEmpty();
    return read.schemas().get(0);
  }

  private static SampleFile file(Table table, int rows, double incomplete, double invalid) {
    return new SampleFile(table, Hints.NONE, rows, 1, incomplete, invalid, Map.of());
  }

  /** The different values of columns. */
  private static Set<List<Object>> values(SampleFile file, List<String> columns)
      throws IOException {
    Set<List<Object>> values = new HashSet<>();
    for (RowOutcome outcome : outcomes(file)) {
      assertThat(outcome).isInstanceOf(Row.class);
      List<Object> key =
          columns.stream()
              .map(column -> ((Row) outcome).value(file.table().position(column)))
              .filter(Objects::nonNull)
              .map(Object.class::cast)
              .toList();
      if (key.size() == columns.size()) {
        values.add(key);
      }
    }
    return values;
  }

  private static List<RowOutcome> outcomes(SampleFile file) throws IOException {
    Table table = file.table();
    Dialect dialect = table.definition().dialect();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.writeTo(out);
    Map<ForeignKey, KeySet> references = new HashMap<>();
    table.foreignKeys().forEach(key -> references.put(key, any -> true));
    RowRules rules = new RowRules(table, ColumnOrder.of(table), MissingValues.NULL, references);
    List<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(Objects.requireNonNullElse(dialect.delimiter(), ','))
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(out.toString(StandardCharsets.UTF_8))
            .stream()
            .toList();
    return records.stream()
        .map(
            record ->
                rules.check(
                    RawRow.of(
                        record.getStartingLineNumber(),
                        "",
                        record.getFields().stream()
                            .map(text -> text.isEmpty() ? null : text)
                            .toArray(String[]::new))))
        .toList();
  }
}
