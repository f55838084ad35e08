package com.globant.hiring.datapackage;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.YearType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPackagesTest {
  /** Real packages of a data portal, on machines that have them. */
  private static final Path REAL = Path.of("../../../shared/data/packages");

  @Test
  void hiringPackageDefinesTheTablesThatTheReportsRead() throws IOException {
    Definitions read = DataPackages.readDirectory(Path.of("../../config_files/schemas"));

    assertThat(read.faults()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read.schemas()).hasSize(1);
    assertThat(read.schemas().get(0).tables()).isEqualTo(HiringTables.all());
    for (Table table : read.schemas().get(0).tables()) {
      Table known = HiringTables.named(table.name()).orElseThrow();
      assertThat(table.columnNames()).isEqualTo(known.columnNames());
      assertThat(table.columns())
          .extracting(Column::type)
          .isEqualTo(known.columns().stream().map(Column::type).toList());
      assertThat(table.columns()).allMatch(column -> column.constraints().isEmpty());
      assertThat(table.definition().primaryKey()).isEqualTo(known.definition().primaryKey());
      assertThat(table.foreignKeys()).isEqualTo(known.foreignKeys());
    }
  }

  @Test
  void realPackagesAreRead() throws IOException {
    assumeTrue(Files.isDirectory(REAL), "the packages are not on this machine");

    Definitions read = DataPackages.readDirectory(REAL);

    assertThat(read.faults()).isEmpty();
    assertThat(read.schemas())
        .extracting(schema -> schema.name() + " " + schema.tables())
        .containsExactly(
            "gdp [top-economies, gdp]",
            "language-codes [language-codes, language-codes-3b2, language-codes-full, ietf-language-tags]",
            "s-and-p-500-companies [sector-counts, constituents]");
    Table gdp = read.schemas().get(0).table("gdp").orElseThrow();
    assertThat(gdp.columnNames()).containsExactly("Country Name", "Country Code", "Year", "Value");
    assertThat(gdp.columns())
        .extracting(Column::type)
        .containsExactly(
            new StringType(null),
            new StringType(null),
            new YearType(),
            new NumberType(NumberNotation.DEFAULT));
    assertThat(read.warnings())
        .extracting(Finding::pointer)
        .contains("/last_updated", "/collection");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'type': 'integer' | BIGINT",
        "'type': 'integer', 'constraints': {'minimum': 0} | BIGINT",
        "'type': 'integer', 'constraints': {'minimum': 0, 'maximum': 2147483647} | INT",
        "'type': 'integer', 'constraints': {'exclusiveMinimum': -2147483649, 'exclusiveMaximum': '2147483648'} | INT",
        "'type': 'integer', 'constraints': {'minimum': 5, 'maximum': 5} | INT",
        "'type': 'number' | DOUBLE",
        "'type': 'number', 'x-precision': 10, 'x-scale': 2 | DECIMAL",
        "'type': 'number', 'x-precision': 65, 'x-scale': 0 | DECIMAL",
        "'type': 'number', 'x-precision': 5, 'x-scale': 5 | DECIMAL",
        "'type': 'string' | TEXT",
        "'type': 'string', 'constraints': {'maxLength': 16382} | VARCHAR",
        "'type': 'string', 'constraints': {'maxLength': 16383} | TEXT",
        "'type': 'string', 'constraints': {'minLength': 2, 'maxLength': 2} | VARCHAR",
        "'type': 'string', 'constraints': {'unique': true} | VARCHAR",
        "'type': 'string', 'format': 'uuid' | CHAR",
        "'type': 'boolean' | BOOLEAN",
        "'type': 'date' | DATE",
        "'type': 'time' | TIME",
        "'type': 'datetime' | DATETIME",
        "'type': 'year' | SMALLINT",
        "'type': 'yearmonth' | CHAR",
        "'type': 'object' | JSON",
        "'type': 'array' | JSON",
        "'type': 'geojson' | JSON",
        "'title': 'no type' | TEXT"
      })
  void typesSayWhatTheDatabaseMustHold(String properties, Storage.Kind kind) {
    Column column = column(properties);

    assertThat(column.type().storage().kind()).isEqualTo(kind);
  }

  @Test
  void stringInKeyWithoutMaxLengthHas255Characters() {
    Table table =
        table(
            "'fields': [{'name': 'a', 'type': 'string'}, {'name': 'b', 'type': 'string'}, {'name': 'c', 'type': 'string'}, {'name': 'd', 'type': 'string'}], 'primaryKey': 'a', 'uniqueKeys': ['b'], 'foreignKeys': [{'fields': ['c'], 'reference': {'fields': 'a'}}]");

    assertThat(table.columns())
        .extracting(Column::type)
        .containsExactly(
            new StringType(255), new StringType(255), new StringType(255), new StringType(null));
    assertThat(table.definition().uniqueKeys()).containsExactly(List.of("b"));
    assertThat(table.foreignKeys())
        .containsExactly(new ForeignKey(List.of("c"), "t", List.of("a")));
    assertThat(table.referencedTables()).isEmpty();
  }

  @Test
  void keyMayHave16ColumnsAnd3072Bytes() {
    List<String> names = IntStream.range(0, 16).mapToObj(i -> "c" + i).toList();
    String field = "{'name': '%s', 'type': 'string', 'constraints': {'maxLength': 48}}";

    Table table =
        table(
            names.stream()
                    .map(field::formatted)
                    .collect(joining(", ", "'fields': [", "], 'primaryKey': "))
                + names.stream().collect(joining("', '", "['", "']")));

    assertThat(table.definition().primaryKey()).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'type': 'integer'", "'type': 'number', 'x-precision': 5"})
  void emptyResourceIsTheTableItself(String type) {
    Table table =
        table(
            "'fields': [{'name': 'id', %1$s}, {'name': 'boss', %1$s}], 'primaryKey': ['id'], 'foreignKeys': [{'fields': 'boss', 'reference': {'resource': '', 'fields': 'id'}}]"
                .formatted(type));

    assertThat(table.foreignKeys())
        .containsExactly(new ForeignKey(List.of("boss"), "t", List.of("id")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'title': 'no type'",
        "'type': 'string', 'unit': 'm'",
        "'type': 'string', 'format': 'iban'",
        "'type': 'integer', 'format': 'decimal'",
        "'type': 'date', 'format': 'YYYY-MM-DD'"
      })
  void whatTheTypeDoesNotKnowIsPassedOverWithWarning(String properties) {
    Definitions read =
        DataPackages.read(Map.of("a", text("'fields': [{'name': 'a', %s}]".formatted(properties))));

    assertThat(read.faults()).isEmpty();
    assertThat(read.warnings())
        .singleElement()
        .satisfies(
            warning -> assertThat(warning.pointer()).startsWith("/resources/0/schema/fields/0"));
  }

  @Test
  void resourceWithoutSchemaIsNotATable() {
    Definitions read =
        DataPackages.read(
            Map.of(
                "a",
                "{'name': 's', 'resources': [{'name': 'readme'}, {'name': 't', 'schema': {'fields': [{'name': 'a', 'type': 'year'}]}}]}"
                    .replace('\'', '"')));

    assertThat(read.faults()).isEmpty();
    assertThat(read.schemas().get(0).tables()).extracting(Table::name).containsExactly("t");
    assertThat(read.warnings()).extracting(Finding::pointer).containsExactly("/resources/0");
  }

  @Test
  void circlesOfReferencesAreWarnedOf() {
    String table =
        "{'name': '%s', 'schema': {'fields': [{'name': 'id', 'type': 'integer'}, {'name': 'o', 'type': 'integer'}], 'primaryKey': 'id', 'foreignKeys': [{'fields': 'o', 'reference': {'resource': '%s', 'fields': 'id'}}]}}";
    String resources =
        String.join(
            ",",
            table.formatted("a", "b"),
            table.formatted("b", "c"),
            table.formatted("c", "a"),
            table.formatted("d", "a"),
            table.formatted("e", "e"));

    Definitions read =
        DataPackages.read(
            Map.of(
                "x", "{'name': 's', 'resources': [%s]}".formatted(resources).replace('\'', '"')));

    assertThat(read.faults()).isEmpty();
    assertThat(read.warnings())
        .extracting(warning -> warning.message().substring(0, 9))
        .containsExactly("table 'a'", "table 'b'", "table 'c'");
  }

  @Test
  void everythingIsReadAndWrittenAgain() {
    String fields =
        String.join(
            ",",
            "{'name': 'id', 'type': 'integer', 'title': 'No.', 'description': 'The number', 'x-aliases': ['Number'], 'groupChar': ' ', 'bareNumber': false, 'constraints': {'minimum': 1}}",
            "{'name': 'price', 'type': 'number', 'x-precision': 12, 'x-scale': 2, 'decimalChar': ',', 'groupChar': '.', 'constraints': {'required': true, 'exclusiveMinimum': 0.5, 'maximum': '1000,00'}}",
            "{'name': 'share', 'type': 'number', 'missingValues': ['-'], 'constraints': {'enum': [0.5, 1]}}",
            "{'name': 'code', 'type': 'string', 'constraints': {'minLength': 2, 'maxLength': 8, 'pattern': '[A-Z]+', 'unique': true}}",
            "{'name': 'key', 'type': 'string', 'format': 'uuid'}",
            "{'name': 'paid', 'type': 'boolean', 'trueValues': ['ja'], 'falseValues': ['nein'], 'constraints': {'enum': [true]}}",
            "{'name': 'day', 'type': 'date', 'format': '%d.%m.%Y', 'constraints': {'minimum': '2020-01-01'}}",
            "{'name': 'hour', 'type': 'time', 'format': '%I:%M %p'}",
            "{'name': 'moment', 'type': 'datetime', 'format': '%d %B %Y %H:%M:%S %z'}",
            "{'name': 'year', 'type': 'year', 'constraints': {'exclusiveMaximum': 2030}}",
            "{'name': 'month', 'type': 'yearmonth', 'constraints': {'minimum': '2020-01'}}",
            "{'name': 'tags', 'type': 'array', 'constraints': {'minLength': 1, 'maxLength': 3}}",
            "{'name': 'place', 'type': 'geojson'}",
            "{'name': 'parent', 'type': 'integer'}");
    String text =
        "{'name': 'shop', 'resources': [{'name': 'orders', 'title': 'Orders', 'description': 'All', 'encoding': 'iso-8859-1', 'x-exchange': 'never', 'dialect': {'delimiter': ';', 'header': true, 'commentChar': '#', 'skipInitialSpace': true, 'lineTerminator': '\\r\\n'}, 'schema': {'fields': [%s], 'fieldsMatch': ['superset'], 'missingValues': ['', {'value': 'n/a', 'label': 'unknown'}], 'primaryKey': ['id', 'code'], 'uniqueKeys': [['key', 'day']], 'foreignKeys': []}}]}"
            .formatted(fields)
            .replace('\'', '"');

    TableDefinition table = definition(text);
    String written = DataPackages.dataPackage("shop", List.of(table));
    TableDefinition again = definition(written);

    assertThat(table.dialect()).isEqualTo(new Dialect(';', true, '"', '#', true));
    assertThat(table.encoding()).isEqualTo(StandardCharsets.ISO_8859_1);
    assertThat(table.exchange()).isEqualTo(Exchange.NEVER);
    assertThat(table.fieldsMatch()).isEqualTo(FieldsMatch.SUPERSET);
    assertThat(table.missingValues()).containsExactly("", "n/a");
    assertThat(table.uniqueKeys()).containsExactly(List.of("key", "day"), List.of("code"));
    assertThat(table.columns())
        .extracting(Column::type)
        .startsWith(
            new IntegerType(1, Long.MAX_VALUE, new NumberNotation('.', ' ', false)),
            new NumberType(12, 2, new NumberNotation(',', '.', true)))
        .contains(
            new BooleanType(List.of("ja"), List.of("nein")),
            new DateType(new TimeFormat("%d.%m.%Y")),
            new DatetimeType(new TimeFormat("%d %B %Y %H:%M:%S %z")));
    assertThat(DataPackages.dataPackage("shop", List.of(again))).isEqualTo(written);
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*matcher") // a function
        .isEqualTo(table);
    assertThat(written).contains("\"x-exchange\" : \"never\"");
  }

  @Test
  void foreignKeysAreWrittenAgain() {
    String fields = "{'name': 'id', 'type': 'integer'}, {'name': 'to', 'type': 'integer'}";
    String text =
        "{'name': 'shop', 'resources': [{'name': 'a', 'schema': {'fields': [%1$s], 'uniqueKeys': ['id']}}, {'name': 'b', 'schema': {'fields': [%1$s], 'primaryKey': 'id', 'foreignKeys': [{'fields': 'to', 'reference': {'resource': 'a', 'fields': 'id'}}, {'fields': 'to', 'reference': {'fields': 'id'}}]}}]}"
            .formatted(fields)
            .replace('\'', '"');

    List<TableDefinition> tables = definitions(text);
    String written = DataPackages.dataPackage("shop", tables);

    assertThat(definitions(written)).isEqualTo(tables);
    assertThat(tables.get(1).foreignKeys())
        .containsExactly(
            new ForeignKey(List.of("to"), "a", List.of("id")),
            new ForeignKey(List.of("to"), "b", List.of("id")));
    assertThat(written).contains("\"resource\" : \"a\"").doesNotContain("\"resource\" : \"b\"");
    assertThat(DataPackages.dataResource(new Schema("shop", tables).tables().get(0)))
        .contains("\"path\" : \"a.csv\"", "\"uniqueKeys\"");
  }

  @Test
  void dialectIsReadWithoutWarning() {
    Definitions read =
        DataPackages.read(
            Map.of(
                "a",
                text("'fields': [{'name': 'a', 'type': 'year'}]")
                    .replace(
                        "\"schema\"",
                        "\"dialect\": {\"delimiter\": \",\", \"quoteChar\": \"~\", \"headerRows\": [1], \"doubleQuote\": true}, \"schema\"")));

    assertThat(read.faults()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read.schemas().get(0).tables().get(0).definition().dialect())
        .isEqualTo(new Dialect(',', null, '~', null, false));
  }

  @Test
  void tableMayHave1017ColumnsOrRowsOf65535Bytes() {
    String columns =
        IntStream.range(0, 1017)
            .mapToObj("{'name': 'c%d', 'type': 'integer'}"::formatted)
            .collect(joining(", "));
    String bytes =
        "{'name': 'a', 'type': 'string', 'constraints': {'maxLength': 16382}}, {'name': 'b', 'type': 'year'}, {'name': 'c', 'type': 'date'}";

    assertThat(table("'fields': [%s]".formatted(columns)).columns()).hasSize(1017);
    assertThat(table("'fields': [%s]".formatted(bytes)).columns()).hasSize(3);
  }

  @Test
  void tableSchemaIsThatOfTheResource() {
    assertThat(DataPackages.tableSchema(HiringTables.JOBS).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"constraints\":{\"minimum\":-2147483648,\"maximum\":2147483647}},{\"name\":\"job\",\"type\":\"string\",\"constraints\":{\"maxLength\":255}}],\"primaryKey\":[\"id\"]}");
  }

  @Test
  void directoryWithoutPackagesIsRefused(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("empty"));

    assertThat(DataPackages.readDirectory(directory).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("no folder in it"));
  }

  private static Column column(String properties) {
    return table("'fields': [{'name': 'a', %s}]".formatted(properties)).columns().get(0);
  }

  private static Table table(String schema) {
    Definitions read = DataPackages.read(Map.of("a", text(schema)));
    assertThat(read.faults()).isEmpty();
    return read.schemas().get(0).tables().get(0);
  }

  private static TableDefinition definition(String text) {
    return definitions(text).get(0);
  }

  private static List<TableDefinition> definitions(String text) {
    Definitions read = DataPackages.read(Map.of("a", text));
    assertThat(read.faults()).isEmpty();
    return read.schemas().get(0).tables().stream().map(Table::definition).toList();
  }

  private static String text(String schema) {
    return "{'name': 's', 'resources': [{'name': 't', 'schema': {%s}}]}"
        .formatted(schema)
        .replace('\'', '"');
  }
}
