package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packages as data portals publish them, and odd ones: their files load by their own descriptors,
 * and what is read back is what the files say, cell by cell.
 *
 * <p>The published ones are those in the folders of the directory that the environment variable
 * {@code HIRING_TEST_PACKAGES} names.
 */
class DataPackagesIT {
  private static final String VARIABLE = "HIRING_TEST_PACKAGES";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  static Stream<Path> published() throws IOException {
    String packages = System.getenv(VARIABLE);
    if (packages == null) {
      return Stream.of(Path.of(VARIABLE + " is not set"));
    }
    try (Stream<Path> folders = Files.list(Path.of(packages))) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedPackageLoadsByItsDescriptor(Path folder) throws IOException, SQLException {
    assumeTrue(Files.isDirectory(folder), folder.toString());
    loadAndCompare(folder, UnaryOperator.identity());
  }

  /** Both versions of the standard, and what people write. */
  @Test
  void anOddPackageLoadsByItsDescriptor() throws IOException, SQLException {
    write(
        "datapackage.json",
        """
        {"profile": "tabular-data-package", "name": "odd.names-1", "resources": [
          {"name": "no-keys/and blanks", "path": "a.csv", "profile": "tabular-data-resource",
           "schema": {"fields": [
             {"name": "Employee/Worker No.", "type": "string"},
             {"name": "A name of a column that has as many as sixty characters in i", "type": "integer"},
             {"name": "select", "type": "yearmonth"},
             {"name": "`back` 'quote' \\"double\\"", "type": "number"}],
            "missingValues": ["", "-"]}},
          {"name": "latin", "path": "b.csv", "encoding": "iso-8859-1",
           "dialect": {"delimiter": ";", "header": true, "csvddfVersion": 1.2},
           "schema": {"fields": [
             {"name": "Straße", "type": "string", "constraints": {"maxLength": 40}},
             {"name": "Betrag", "type": "number", "decimalChar": ",", "groupChar": ".",
              "x-precision": 12, "x-scale": 2},
             {"name": "Tag", "type": "date", "format": "%d.%m.%Y"},
             {"name": "ja", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}],
            "primaryKey": "Straße", "fieldsMatch": ["equal"],
            "missingValues": [{"value": "k.A.", "label": "unknown"}, ""]}},
          {"name": "digits", "path": "c.tsv", "dialect": {"delimiter": "\\t", "quoteChar": "'"},
           "schema": {"fields": [
             {"name": "n15", "type": "number"}, {"name": "big", "type": "integer"},
             {"name": "exact", "type": "number", "x-precision": 40, "x-scale": 20}],
            "primaryKey": ["big", "exact"]}},
          {"name": "long text", "path": "d.csv",
           "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "text", "type": "string"}],
            "primaryKey": ["id"]}}]}
        """
            .getBytes(UTF_8));
    write(
        "a.csv",
        """
        Employee/Worker No.,A name of a column that has as many as sixty characters in i,select,"`back` 'quote' ""double""\"
        007,1,2021-07,1.5
        "a, b",-,-,
        007,1,2021-07,1.5
        -,2,1999-12,-2.25e-3
        """
            .getBytes(UTF_8));
    write(
        "b.csv",
        "Straße;Betrag;Tag;ja\r\nÜber den Wiesen;1.234,50;27.07.2021;ja\r\nGasse;k.A.;1.2.2020;nein\r\n"
            .getBytes(ISO_8859_1));
    write(
        "c.tsv",
        """
        n15\tbig\texact
        123456789012345\t9223372036854775807\t12345678901234567890.12345678901234567890
        0.000123456789012345\t-9223372036854775808\t'0'
        1e300\t5\t-0.5
        """
            .getBytes(UTF_8));
    write(
        "d.csv",
        ("id,text\n"
                + IntStream.range(0, 5000)
                    .mapToObj(i -> i + ",\"" + ("Zeile " + i + "\n🙂 ").repeat(i % 90) + "x\"\n")
                    .collect(Collectors.joining()))
            .getBytes(UTF_8));

    loadAndCompare(
        directory,
        cell ->
            switch (cell) {
              case "1.234,50" -> "1234.50";
              case "27.07.2021" -> "2021-07-27";
              case "1.2.2020" -> "2020-02-01";
              case "ja" -> "1";
              case "nein" -> "0";
              case "-", "k.A." -> "";
              default -> cell;
            });
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content);
  }

  /**
   * @param stored what the database shows for a cell of a file
   */
  private void loadAndCompare(Path folder, UnaryOperator<String> stored)
      throws IOException, SQLException {
    Map<String, String> settings = Map.of("HIRING_SCHEMAS_DIRECTORY", folder.toString());
    JsonNode resources =
        JSON.readTree(folder.resolve("datapackage.json").toFile()).at("/resources");
    try (OwnService service =
        OwnService.start(Files.createTempDirectory(directory, "d"), settings)) {
      for (JsonNode resource : resources) {
        Path file = folder.resolve(resource.get("path").asText());
        String table = resource.get("name").asText();
        List<List<String>> expected = cells(resource, file);

        Answer answer =
            service
                .server()
                .load(URLEncoder.encode(table, UTF_8), Files.readAllBytes(file), "text/csv");

        int rows = expected.size() - 1;
        answer.assertLoaded(rows, rows, 0, 0, 0);
        assertThat(
                comparable(rows(service.sql(), table, expected.get(0)), UnaryOperator.identity()))
            .as(table)
            .isEqualTo(comparable(expected.subList(1, expected.size()), stored));
      }
      service.sql().drop(service.server().schema());
    }
  }

  /** The records of a file, as its descriptor says that it is written. */
  private static List<List<String>> cells(JsonNode resource, Path file) throws IOException {
    JsonNode dialect = resource.path("dialect");
    String text =
        Files.readString(file, Charset.forName(resource.path("encoding").asText("utf-8")));
    return CsvReader.builder()
        .fieldSeparator(character(dialect.path("delimiter"), ','))
        .quoteCharacter(character(dialect.path("quoteChar"), '"'))
        .ofCsvRecord(text)
        .stream()
        .map(CsvRecord::getFields)
        .toList();
  }

  private static char character(JsonNode node, char usual) {
    return node instanceof MissingNode ? usual : node.asText().charAt(0);
  }

  private static List<List<String>> rows(Sql sql, String table, List<String> columns)
      throws SQLException {
    String select =
        "SELECT %s FROM %s"
            .formatted(
                columns.stream().map(DataPackagesIT::quoted).collect(Collectors.joining(", ")),
                quoted(table));
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = sql.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(select)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          row.add(text(result.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A missing value is an empty cell. */
  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** In one order, and with numbers by their values. */
  private static List<String> comparable(List<List<String>> rows, UnaryOperator<String> stored) {
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(stored)
                    .map(DataPackagesIT::byValue)
                    .collect(Collectors.joining(" | ")))
        .sorted()
        .toList();
  }

  private static String byValue(String cell) {
    if (!cell.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?") || cell.matches("0[0-9].*")) {
      return cell;
    }
    // Of more digits, a DOUBLE has the nearest; a DECIMAL has all of them.
    return cell.replaceAll("[^0-9]", "").length() > 17
            && cell.matches(".*\\..*")
            && cell.length() > 25
        ? new BigDecimal(cell).stripTrailingZeros().toPlainString()
        : Double.toString(Double.parseDouble(cell));
  }
}
