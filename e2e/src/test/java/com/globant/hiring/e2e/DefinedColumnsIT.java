package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type and every constraint, from the text of a file to the value in the database: what is
 * accepted is stored by its value, what is refused is not there, and the database itself would have
 * refused or changed what is refused because of its type.
 */
class DefinedColumnsIT {
  private static final Path CONSTRAINTS =
      Path.of("../adapters/datapackage/src/test/resources/constraints.csv");
  private static final Path TYPES = Path.of("src/test/resources/types.csv");
  private static final Path JSON_VALUES = Path.of("src/test/resources/json-values.csv");

  /** The codes of rows that are refused because of the type of a column. */
  private static final String REFUSAL = "(invalid|out|too)_[a-z_]+";

  private static final Set<String> NUMBERS = Set.of("integer", "number", "year", "boolean");
  private static final Set<String> DOCUMENTS = Set.of("object", "array", "geojson");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private final List<ObjectNode> fields = new ArrayList<>();
  private final StringBuilder file = new StringBuilder();
  private final Map<Integer, String> refusals = new HashMap<>();
  private int rows;

  /** A good row, then for each case a bad value, no value, and a text that means no value. */
  @Test
  void everyConstraintOfEveryTypeHoldsInTheDatabase() throws IOException, SQLException {
    List<List<String>> cases = cases(CONSTRAINTS);
    for (List<String> one : cases) {
      ObjectNode field = (ObjectNode) JSON.readTree(one.get(0));
      field.putObject("constraints").set(one.get(1), JSON.readTree(one.get(2)));
      fields.add(field);
    }
    List<String> good = cases.stream().map(one -> one.get(3)).toList();
    row(good, -1, "", null);
    for (int i = 0; i < cases.size(); i++) {
      boolean required = cases.get(i).get(1).equals("required");
      row(good, i, quoted(cases.get(i).get(4)), cases.get(i).get(5));
      row(good, i, "", required ? "required" : null);
      row(good, i, "NA", required ? "required" : null);
    }

    try (OwnService service = start()) {
      assertRefused(load(service));
      List<List<@Nullable String>> stored = stored(service.sql());
      assertThat(stored).hasSize(rows - refusals.size());
      for (List<@Nullable String> row : stored) {
        int without = (number(row) - 1) / 3;
        for (int i = 0; i < cases.size(); i++) {
          String expected = cases.get(i).get(6);
          assertStored(
              fields.get(i), row.get(i + 1), number(row) > 0 && i == without ? null : expected);
        }
      }
      service.sql().drop(service.server().schema());
    }
  }

  @Test
  void everyTypeStoresWhatItAcceptsAndRefusesWhatTheDatabaseWouldChange()
      throws IOException, SQLException {
    List<List<String>> cases = cases(TYPES);
    List<String> definitions = cases.stream().map(one -> one.get(0)).distinct().toList();
    for (String definition : definitions) {
      fields.add((ObjectNode) JSON.readTree(definition));
    }
    List<String> none = definitions.stream().map(definition -> "").toList();
    for (List<String> one : cases) {
      boolean refused = one.get(2).matches(REFUSAL);
      row(none, definitions.indexOf(one.get(0)), quoted(one.get(1)), refused ? one.get(2) : null);
    }

    try (OwnService service = start()) {
      assertRefused(load(service));
      List<List<@Nullable String>> stored = stored(service.sql());
      assertThat(stored).hasSize(rows - refusals.size());
      for (List<@Nullable String> row : stored) {
        List<String> one = cases.get(number(row));
        int column = definitions.indexOf(one.get(0));
        assertStored(fields.get(column), row.get(column + 1), one.get(2));
      }
      for (int refused : refusals.keySet()) {
        List<String> one = cases.get(refused);
        assertThat(isStoredUnchanged(service.sql(), definitions.indexOf(one.get(0)), one.get(1)))
            .as("the database stores %s of %s", one.get(1), one.get(0))
            .isFalse();
      }
      service.sql().drop(service.server().schema());
    }
  }

  /** As objects: each case in a row of its own, and those that refuse the load in one of theirs. */
  @Test
  void everyTypeTakesTheJsonOfItsKind() throws IOException, SQLException {
    List<List<String>> cases = cases(JSON_VALUES);
    List<String> definitions = cases.stream().map(one -> one.get(0)).distinct().toList();
    for (String definition : definitions) {
      fields.add((ObjectNode) JSON.readTree(definition));
    }
    List<String> objects = new ArrayList<>();
    Map<Integer, List<String>> accepted = new HashMap<>();
    Map<String, String> refused = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      List<String> one = cases.get(i);
      String column = "c" + definitions.indexOf(one.get(0));
      String object = "{\"row\": %d, \"%s\": %s}".formatted(i, column, one.get(1));
      if (one.get(2).equals("400")) {
        refused.put(object, column);
      } else {
        objects.add(object);
        if (one.get(2).matches(REFUSAL)) {
          refusals.put(objects.size() - 1, column + " " + one.get(2));
        } else {
          accepted.put(i, one);
        }
      }
    }

    try (OwnService service = start()) {
      HiringServer server = service.server();
      Answer answer = server.load("t", array(objects), "application/json");
      answer.assertLoaded(objects.size(), accepted.size(), 0, 0, refusals.size());
      assertRefused(rejects(server, answer));
      refused.forEach(
          (object, column) ->
              server
                  .load("t", array(List.of(object)), "application/json", "append=true")
                  .assertProblem(400, "invalid_json")
                  .assertDetailContains(column));
      List<List<@Nullable String>> stored = stored(service.sql());
      assertThat(stored).hasSize(accepted.size());
      for (List<@Nullable String> row : stored) {
        List<String> one = Objects.requireNonNull(accepted.get(number(row)));
        int column = definitions.indexOf(one.get(0));
        String expected = one.get(2).replace("\\n", "\n");
        assertStored(
            fields.get(column), row.get(column + 1), expected.equals("NULL") ? null : expected);
      }
      service.sql().drop(server.schema());
    }
  }

  private static byte[] array(List<String> objects) {
    return ("[" + String.join(",\n", objects) + "]").getBytes(UTF_8);
  }

  private static List<List<String>> cases(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split(" ~ ", -1)))
        .toList();
  }

  /**
   * Adds a row to the file.
   *
   * @param changed the column that has {@code text} in place of its value, or -1
   */
  private void row(List<String> values, int changed, String text, @Nullable String refusal) {
    file.append(rows);
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      file.append(',').append(i == changed ? text : value.isEmpty() ? "" : quoted(value));
    }
    file.append('\n');
    if (refusal != null) {
      refusals.put(rows, "c" + changed + " " + refusal);
    }
    rows++;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private OwnService start() throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).put("name", "c" + i);
    }
    ObjectNode resource = JSON.createObjectNode().put("name", "t").put("path", "t.csv");
    ObjectNode schema = resource.putObject("schema").put("primaryKey", "row");
    schema.putArray("missingValues").add("").add("NA");
    schema.putArray("fields").addObject().put("name", "row").put("type", "integer");
    fields.forEach(field -> schema.withArray("fields").add(field));
    ObjectNode described = JSON.createObjectNode().put("name", "p");
    described.putArray("resources").add(resource);
    Files.writeString(directory.resolve("datapackage.json"), described.toString());
    return OwnService.start(
        directory.resolve("data"), Map.of("HIRING_SCHEMAS_DIRECTORY", directory.toString()));
  }

  /** The refused rows: column and code of each. */
  private Map<Integer, String> load(OwnService service) {
    Answer answer =
        service.server().load("t", file.toString().getBytes(UTF_8), "text/csv", "header=absent");
    answer.assertLoaded(rows, rows - refusals.size(), 0, 0, refusals.size());
    return rejects(service.server(), answer);
  }

  private static Map<Integer, String> rejects(HiringServer server, Answer answer) {
    String rejects =
        server.fetch(answer.json().get("rejects_url").asText()).assertStatus(200).text();
    Map<Integer, String> refused = new HashMap<>();
    for (CsvRecord reject : CsvReader.builder().ofCsvRecord(rejects).stream().skip(1).toList()) {
      // Line 1 is row 0: no value has a line end.
      refused.put(
          Integer.parseInt(reject.getField(0)) - 1, reject.getField(1) + " " + reject.getField(2));
    }
    return refused;
  }

  private void assertRefused(Map<Integer, String> refused) {
    assertThat(refused).containsExactlyInAnyOrderEntriesOf(refusals);
  }

  private List<List<@Nullable String>> stored(Sql sql) throws SQLException {
    String columns =
        IntStream.range(0, fields.size())
            .mapToObj(DefinedColumnsIT::text)
            .collect(Collectors.joining(", "));
    List<List<@Nullable String>> stored = new ArrayList<>();
    try (Connection connection = sql.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT `row`, %s FROM t ORDER BY 1".formatted(columns))) {
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i <= fields.size(); i++) {
          row.add(result.getString(i + 1));
        }
        stored.add(row);
      }
    }
    return stored;
  }

  private static String text(int column) {
    return "CAST(c%d AS CHAR)".formatted(column);
  }

  private static int number(List<@Nullable String> row) {
    return Integer.parseInt(String.valueOf(row.get(0)));
  }

  private static void assertStored(
      JsonNode field, @Nullable String stored, @Nullable String expected)
      throws JsonProcessingException {
    assertThat(comparable(field, stored))
        .as("%s stored as %s", field, stored)
        .isEqualTo(comparable(field, expected));
  }

  /** Numbers and documents are equal by their values, all else as text. */
  private static @Nullable Object comparable(JsonNode field, @Nullable String text)
      throws JsonProcessingException {
    if (text == null) {
      return null;
    }
    String type = field.get("type").asText();
    if (NUMBERS.contains(type)) {
      return new BigDecimal(text).stripTrailingZeros();
    }
    return DOCUMENTS.contains(type) ? withShortNumbers(text) : text;
  }

  private static JsonNode withShortNumbers(String text) throws JsonProcessingException {
    // 2.50 and 2.5 are the same number, and other nodes.
    return JSON.readTree(JSON.readTree(text).toString().replaceAll("(\\.\\d*?[1-9])0+\\b", "$1"));
  }

  /** Whether the database takes a text in strict mode, and gives the same text again. */
  private boolean isStoredUnchanged(Sql sql, int column, String text) throws SQLException {
    try (Connection connection = sql.connect()) {
      try (Statement strict = connection.createStatement()) {
        strict.execute(
            "SET SESSION sql_mode ="
                + " 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO',"
                + " SESSION time_zone = '+00:00'");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO t (`row`, c%d) VALUES (-1, ?)".formatted(column));
          Statement read = connection.createStatement()) {
        insert.setString(1, text);
        insert.execute();
        try (ResultSet result =
            read.executeQuery("SELECT %s FROM t WHERE `row` = -1".formatted(text(column)))) {
          return result.next() && text.equals(result.getString(1));
        }
      } catch (SQLException refused) {
        return false;
      } finally {
        connection.rollback();
      }
    }
  }
}
