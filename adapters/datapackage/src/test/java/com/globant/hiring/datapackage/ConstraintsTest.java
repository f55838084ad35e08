package com.globant.hiring.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every constraint of every type, from the text of its definition to the outcome of a row. The
 * cases are in {@code constraints.csv}.
 */
class ConstraintsTest {
  private static final Set<String> BOUNDS =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "required");
  private static final Set<String> OF_STRINGS =
      Set.of("minLength", "maxLength", "pattern", "enum", "required");
  private static final Set<String> OF_JSON = Set.of("minLength", "maxLength", "enum", "required");

  private static final Map<String, Set<String>> CONSTRAINTS =
      Map.ofEntries(
          Map.entry("integer", BOUNDS),
          Map.entry("number", BOUNDS),
          Map.entry("string", OF_STRINGS),
          Map.entry("boolean", Set.of("enum", "required")),
          Map.entry("date", BOUNDS),
          Map.entry("time", BOUNDS),
          Map.entry("datetime", BOUNDS),
          Map.entry("year", BOUNDS),
          Map.entry("yearmonth", BOUNDS),
          Map.entry("object", OF_JSON),
          Map.entry("array", OF_JSON),
          Map.entry("geojson", OF_JSON));

  @ParameterizedTest(name = "{0} {1} {2}: {3}, {4}")
  @CsvFileSource(resources = "/constraints.csv", delimiter = '~', quoteCharacter = '`')
  void goodValueIsKeptAndBadOneRefusedByItsCode(
      String field, String constraint, String limit, String good, String bad, String code) {
    RowRules rules = rules(field, constraint, limit);

    assertThat(rules.check(row(good)))
        .isInstanceOfSatisfying(Row.class, row -> assertThat(row.value(0)).isNotNull());
    assertThat(rules.check(row(bad)))
        .isInstanceOfSatisfying(
            RowRejected.class,
            refused -> {
              assertThat(refused.code().wireName()).isEqualTo(code);
              assertThat(refused.column()).isEqualTo("a");
              assertThat(refused.message()).startsWith("a ");
            });
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvFileSource(resources = "/constraints.csv", delimiter = '~', quoteCharacter = '`')
  void missingValueIsNullUnlessItIsRequired(String field, String constraint, String limit) {
    RowRules rules = rules(field, constraint, limit);

    for (RawRow missing : List.of(RawRow.of(1, "", (String) null), row("NA"))) {
      RowOutcome outcome = rules.check(missing);
      if (constraint.equals("required")) {
        assertThat(((RowRejected) outcome).code().wireName()).isEqualTo("required");
      } else {
        assertThat(((Row) outcome).value(0)).isNull();
      }
    }
  }

  @Test
  void everyConstraintOfEveryTypeHasACase() throws IOException {
    Set<String> all = new TreeSet<>();
    CONSTRAINTS.forEach((type, names) -> names.forEach(name -> all.add(type + " " + name)));
    Set<String> tried = new TreeSet<>();
    try (InputStream cases =
        Objects.requireNonNull(ConstraintsTest.class.getResourceAsStream("/constraints.csv"))) {
      new String(cases.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ~ ", -1))
          .forEach(parts -> tried.add(parts[0].split("\"", -1)[3] + " " + parts[1]));
    }

    assertThat(tried).isEqualTo(all);
  }

  private static RawRow row(String text) {
    return RawRow.of(1, text, text);
  }

  private static RowRules rules(String field, String constraint, String limit) {
    String definition =
        "{\"name\": \"s\", \"resources\": [{\"name\": \"t\", \"schema\": {\"missingValues\": [\"\", \"NA\"], \"fields\": [%s, \"name\": \"a\", \"constraints\": {\"%s\": %s}}]}}]}"
            .formatted(field.substring(0, field.length() - 1), constraint, limit);
    Definitions read = DataPackages.read(Map.of("datapackage.json", definition));
    assertThat(read.faults()).isEmpty();
    Table table = read.schemas().get(0).tables().get(0);
    return new RowRules(table, ColumnOrder.of(table), MissingValues.NULL, Map.of());
  }
}
