package com.globant.hiring.bootstrap.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {
  private static final Inference.Style GUESSED = new Inference.Style(null, null, null);

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private List<String> notes = List.of();

  /** What is proposed for each list of values, as type, format and further properties. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 2 -3                            | integer minimum=-2147483648 maximum=2147483647",
        "1.0 2.0                           | integer minimum=-2147483648 maximum=2147483647",
        "1 5000000000                      | integer",
        "0 1 1                             | integer minimum=-2147483648 maximum=2147483647",
        "1 12345678901234567890            | number x-precision=22 x-scale=0",
        "1.5 22.25 7                       | number x-precision=6 x-scale=2",
        "1.5 -0.125                        | number x-precision=6 x-scale=3",
        "1e3 2.5                           | number",
        "3521418059.923445 1.0000000000000000000000000000000001 | number",
        "'1,234.50' 12.00                  | number x-precision=8 x-scale=2 groupChar=,",
        "'1,234,567' '12'                  | integer groupChar=, minimum=-2147483648 maximum=2147483647",
        "'1,50' '1.234,75'                 | number x-precision=8 x-scale=2 decimalChar=, groupChar=.",
        "'3,5' '-7'                        | number x-precision=4 x-scale=1 decimalChar=,",
        "'1,234'                           | string maxLength=10",
        "$5.00 $7.25                       | number x-precision=5 x-scale=2 bareNumber=false",
        "5% 12%                            | integer bareNumber=false minimum=-2147483648 maximum=2147483647",
        "$5 €5                             | string maxLength=10",
        "007 042                           | string maxLength=10",
        "+4912 +4913                       | string maxLength=10",
        "true FALSE                        | boolean",
        "yes no No                         | boolean trueValues=[yes, Yes, YES] falseValues=[no, No, NO]",
        "no no                             | string maxLength=10",
        "ja Nein                           | boolean trueValues=[ja, Ja, JA] falseValues=[nein, Nein, NEIN]",
        "2021-07-27 2022-01-01             | date",
        "27/07/2021 01/02/2021             | date format=%d/%m/%Y",
        "07/27/2021 01/02/2021             | date format=%m/%d/%Y",
        "01/02/2021 05/05/2021             | string maxLength=20",
        "27.07.2021                        | date format=%d.%m.%Y",
        "27.07.21                          | date format=%d.%m.%y",
        "1-May-21 2-May-21                 | date format=%d-%b-%y",
        "2021-07-27 2021-07-27T10:00:00Z   | datetime",
        "'2021-07-27 10:00'                | datetime",
        "'27.07.2021 10:00'                | datetime format=%d.%m.%Y %H:%M",
        "'7/27/2021 9:05 PM'               | datetime format=%m/%d/%Y %I:%M %p",
        "10:00 23:59:59.5                  | time",
        "24:00                             | string maxLength=10",
        "2021-07 1999-12                   | yearmonth",
        "2021 1999                         | integer minimum=-2147483648 maximum=2147483647",
        "123e4567-e89b-12d3-a456-426614174000 | string format=uuid",
        "{} {}                             | object",
        "[1] []                            | array",
        "a bb                              | string maxLength=10",
      })
  void typesAreReadFromTheValues(String values, String expected) throws IOException {
    // Tabs, so that values may have commas.
    String file =
        Stream.concat(
                Stream.of("key\tvalue"),
                Stream.of(values.strip().split(" (?=(?:[^']*'[^']*')*[^']*$)"))
                    .map(value -> "x\t" + value.replace("'", "")))
            .collect(Collectors.joining("\n"));

    Table table = inferred(file);

    assertThat(shown(table, 1)).isEqualTo(expected.strip());
    assertThat(outcomes(table, file)).allMatch(Row.class::isInstance);
  }

  private static String shown(Table table, int column) {
    JsonObject field =
        new JsonObject(DataPackages.tableSchema(table))
            .getJsonArray("fields")
            .getJsonObject(column);
    JsonObject constraints =
        Objects.requireNonNullElse(field.getJsonObject("constraints"), new JsonObject());
    return Stream.concat(field.stream(), constraints.stream())
        .filter(one -> !List.of("name", "constraints", "required").contains(one.getKey()))
        .map(
            one ->
                one.getKey().equals("type")
                    ? one.getValue().toString()
                    : one.getKey() + "=" + list(one.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String list(Object value) {
    return value instanceof JsonArray array ? array.getList().toString() : value.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Year", "fiscal_year", "Año"})
  void fourDigitsAreAYearIfTheColumnSaysSo(String name) throws IOException {
    assertThat(shown(inferred("key,%s\na,2021\nb,1999\n".formatted(name)), 1)).isEqualTo("year");
  }

  @Test
  void europeanFilesWithSemicolonsAreNotReadAsEnglishOnes() throws IOException {
    String file = "Betrag;Menge\n1.234;1\n2.345;2\n";

    Table table = inferred(file);

    assertThat(shown(table, 0)).startsWith("string");
    assertThat(notes).anyMatch(note -> note.contains("'Betrag' could have a decimal comma"));
    assertThat(table.definition().dialect().delimiter()).isEqualTo(';');
    assertThat(shown(inferred("Betrag;Menge\n1.234,50;1\n"), 0)).contains("decimalChar=,");
  }

  @Test
  void missingValuesAreFoundInColumnsThatAreNotText() throws IOException {
    String file = "id,n,s\n1,5,NULL\n2,N/A,x\n3,-,\n4,,y\n";

    Table table = inferred(file);

    assertThat(column(table, "n").missingValues()).containsExactly("", "-", "N/A");
    assertThat(column(table, "n").required()).isFalse();
    assertThat(column(table, "s").missingValues()).isNull();
    assertThat(column(table, "s").required()).isFalse();
    assertThat(column(table, "id").required()).isTrue();
    assertThat(outcomes(table, file)).allMatch(Row.class::isInstance).hasSize(4);
  }

  @Test
  void anEmptyTextIsAValueOfATextAndMissingElsewhere() throws IOException {
    String file = "id,s,n\n1,\"\",\"\"\n2,x,5\n";

    Table table = inferred(file);

    assertThat(column(table, "s").required()).isTrue();
    assertThat(column(table, "n").required()).isFalse();
    assertThat(outcomes(table, file)).allMatch(Row.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b;x,y;x,z | a,b",
        "a,b;x,y;x,y | ''",
        "a,b;1,y;2,y | a",
        "a,b;2,y;1,y | a",
        "a,b;1,y;1,z | a,b",
        "a,b;x,1.5;x,2.5 | ''",
        "a,b;x,y;,z | ''",
        "a,b;x,;y,z | a",
      })
  void theFirstColumnsAreTheKeyIfTheyAreUniqueAndNeverMissing(String records, String key)
      throws IOException {
    Table table = inferred(records.replace(';', '\n') + "\n");

    assertThat(String.join(",", table.definition().primaryKey())).isEqualTo(key);
    if (key.isEmpty()) {
      assertThat(notes).anyMatch(note -> note.contains("are no key"));
    }
  }

  @Test
  void aDuplicateKeyAnywhereInTheFileIsNoKey() throws IOException {
    String rows =
        IntStream.range(0, 5000)
            .mapToObj(i -> (i * 7919) % 5000 + ",x\n")
            .collect(Collectors.joining());

    assertThat(inferred("id,name\n" + rows).definition().primaryKey()).containsExactly("id");
    assertThat(inferred("id,name\n" + rows + "17,x\n").definition().primaryKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,name;1,a | true",
        "1,a;2,b | false",
        "alpha2,English;aa,Afar | true",
        "a,a;b,c | false",
        "name,day;x,2021-07-27 | true",
        "name | true",
        "x,2020-01-01;y,2020-01-02 | false",
      })
  void theFirstRecordIsAHeaderIfItCannotBeARow(String records, boolean header) throws IOException {
    String file = records.replace(';', '\n');

    assertThat(inferred(file).definition().dialect().header()).isEqualTo(header);
    assertThat(inferred(file, new Inference.Style(null, null, false)).columnNames())
        .startsWith("column_1");
  }

  @Test
  void aHeaderWithoutANameOrWithOneTwiceIsRefused() {
    assertThatThrownBy(() -> inferred(",a,b\n1,2,3\n"))
        .isInstanceOf(UnclearFile.class)
        .hasMessageContaining("line 1: field 1 of the header has no name");
    assertThatThrownBy(() -> inferred("a,A\n1,2\n"))
        .isInstanceOf(UnclearFile.class)
        .hasMessageContaining("has 'A' twice");
    assertThatThrownBy(() -> inferred("")).hasMessageContaining("no records");
  }

  @Test
  void namesThatMySqlDoesNotAllowBecomeTitles() throws IOException {
    String longName = "Employee/Worker number as of the first of January of this fiscal year (EUR)";
    String file = "%s,%s2,a\uD83D\uDE00\n1,2,3\n".formatted(longName, longName);

    Table table = inferred(file);

    assertThat(table.columns()).extracting(Column::title).contains(longName, longName + "2");
    assertThat(table.columnNames()).allMatch(name -> name.length() <= 64).doesNotHaveDuplicates();
    assertThat(outcomes(table, file)).allMatch(Row.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,", "windows-1252, windows-1252", "UTF-16,", "ISO-8859-15, windows-1252"})
  void theCharsetIsFound(String charset, @Nullable String expected) throws IOException {
    byte[] bytes = "id,name\n1,Zoë\n".getBytes(Charset.forName(charset));
    Path file = Files.write(directory.resolve("people.csv"), bytes);

    Table table = inferred(file, GUESSED);

    assertThat(table.definition().encoding())
        .isEqualTo(expected == null ? null : Charset.forName(expected));
    assertThat(table.columnNames()).containsExactly("id", "name");
  }

  @Test
  void bytesAtTheEndOfALargeFileDecideItsCharset() throws IOException {
    byte[] bytes =
        ("id,name\n" + "1,x\n".repeat(50_000) + "2,Zoë\n").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("people.csv"), bytes);

    assertThat(inferred(file, GUESSED).definition().encoding())
        .isEqualTo(Charset.forName("windows-1252"));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theDelimiterIsFound(String delimiter) throws IOException {
    String file = "id~name~remark\n1~\"Vega, Ana; | x\"~a\n2~y~b, c\n".replace("~", delimiter);

    TableDefinition definition = inferred(file.replace("b, c", "\"b, c\"")).definition();

    assertThat(definition.columns()).hasSize(3);
    assertThat(definition.dialect().delimiter())
        .isEqualTo(delimiter.equals(",") ? null : delimiter.charAt(0));
  }

  @Test
  void aSeparatorLineOfExcelNamesTheDelimiter() throws IOException {
    Table table = inferred("sep=;\nid;name\n1;a,b,c\n");

    assertThat(table.columnNames()).containsExactly("id", "name");
  }

  @Test
  void unicodeTextOfExcelIsReadByItsMark() throws IOException {
    byte[] bytes = "\uFEFFid\tbetrag\n1\t1,5\n2\t-2,25\n".getBytes(StandardCharsets.UTF_16LE);
    Table table = inferred(Files.write(directory.resolve("export.txt"), bytes), GUESSED);

    assertThat(table.name()).isEqualTo("export");
    assertThat(table.definition().dialect().delimiter()).isEqualTo('\t');
    assertThat(shown(table, 1)).contains("decimalChar=,");
  }

  @Test
  void aFileWithoutAHeaderMayHaveASeparatorLineAndDecimalCommas() throws IOException {
    Table table = inferred("sep=;\n1;1,5;27.07.2021\n2;-2,25;1.8.2021\n");

    assertThat(table.definition().dialect()).isEqualTo(new Dialect(';', false, '"', null, false));
    assertThat(table.columnNames()).containsExactly("column_1", "column_2", "column_3");
    assertThat(shown(table, 1)).contains("decimalChar=,");
    assertThat(shown(table, 2)).isEqualTo("date format=%d.%m.%Y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"people.csv.gz", "people.CSV.ZST", "people.csv"})
  void packedFilesAreKnownByTheirFirstBytes(String name) throws IOException {
    byte[] plain = ("id,name\n" + "1,x\n2,Zoë\n".repeat(5_000)).getBytes(StandardCharsets.UTF_8);

    byte[] zstd = Zstd.compress(plain);
    // As pzstd begins its files: a frame of 4 bytes that is passed over.
    byte[] skipped = HexFormat.of().parseHex("502a4d180400000001020304");
    byte[] pzstd = Arrays.copyOf(skipped, skipped.length + zstd.length);
    System.arraycopy(zstd, 0, pzstd, skipped.length, zstd.length);
    for (byte[] packed : List.of(gzip(plain), zstd, pzstd)) {
      Path file = Files.write(directory.resolve(name), packed);
      Table table = inferred(file, GUESSED);
      assertThat(table.name()).isEqualTo("people");
      assertThat(table.columnNames()).containsExactly("id", "name");
      assertThat(table.definition().encoding()).isNull();

      Files.write(file, Arrays.copyOf(packed, packed.length - 9));
      assertThatThrownBy(() -> inferred(file, GUESSED))
          .isInstanceOf(UnclearFile.class)
          .hasMessage(file + ": the packed data is damaged or ends too early; pack the file again");
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void emptyColumnsAtTheEndAreNone() throws IOException {
    assertThat(inferred("a,b,,\n1,2,,\n").columnNames()).containsExactly("a", "b");
  }

  @Test
  void rowsOfAnotherLengthAreReported() throws IOException {
    inferred("a,b\n1,2\n3\n4,5\n");

    assertThat(notes).anyMatch(note -> note.contains("1 of 3 rows") && note.contains("line 3"));
  }

  @Test
  void manyLongTextsFitIntoARow() throws IOException {
    String names = IntStream.range(0, 60).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String values =
        Stream.generate(() -> "x".repeat(600)).limit(60).collect(Collectors.joining(","));

    Table table = inferred(names + "\n" + values + "\n");

    assertThat(table.columns().get(59).type().storage().rowBytes()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"departments", "jobs", "hired_employees"})
  void theSampleFilesLoadByWhatIsProposedForThem(String name) throws IOException {
    Path file = Path.of("../config_files/samples/%s.csv".formatted(name));

    Table table = inferred(file, GUESSED);

    assertThat(table.definition().primaryKey()).containsExactly("column_1");
    assertThat(outcomes(table, Files.readString(file))).allMatch(Row.class::isInstance);
  }

  private Column column(Table table, String name) {
    return table.columns().get(table.position(name));
  }

  private Table inferred(String content) throws IOException {
    return inferred(content, GUESSED);
  }

  private Table inferred(String content, Inference.Style style) throws IOException {
    return inferred(Files.writeString(directory.resolve("file.csv"), content), style);
  }

  /** What is proposed; it has no faults. */
  private Table inferred(Path file, Inference.Style style) throws IOException {
    Inference inference = Inference.of("proposed", List.of(file), style);
    notes = inference.notes();
    Definitions read = DataPackages.read(Map.of("p", inference.dataPackage()));
    assertThat(read.faults()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    return read.schemas().get(0).tables().get(0);
  }

  /** The outcome of each row of the file. */
  private static List<RowOutcome> outcomes(Table table, String content) throws IOException {
    RowParser parser =
        new RowParser(
            RowParser.DEFAULT_FIELD_LIMIT,
            RowParser.bytesOfLargestRecord(RowParser.DEFAULT_FIELD_LIMIT));
    Character delimiter = table.definition().dialect().delimiter();
    List<RowOutcome> outcomes = new ArrayList<>();
    try (RawRows rows =
        parser.csv(
            table,
            new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8,
            delimiter == null ? null : Delimiter.of(delimiter).orElseThrow())) {
      ColumnOrder order = ColumnOrder.of(table);
      boolean header = Boolean.TRUE.equals(table.definition().dialect().header());
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        for (RawRow row : batch) {
          if (header) {
            order = ColumnOrder.ofHeader(table, null, row);
            header = false;
          } else {
            outcomes.add(new RowRules(table, order, MissingValues.NULL, Map.of()).check(row));
          }
        }
        rows.settled();
      }
    }
    return outcomes;
  }
}
