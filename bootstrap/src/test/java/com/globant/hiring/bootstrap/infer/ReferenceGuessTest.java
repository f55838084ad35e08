package com.globant.hiring.bootstrap.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceGuessTest {
  private static final String DEPARTMENTS = "id,department\n1,Sales\n2,Legal\n3,Support\n";
  private static final String JOBS = "id,job\n1,Clerk\n2,Lawyer\n3,Driver\n4,Cook\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private List<String> notes = List.of();

  @Test
  void numbersReferenceTheTableThatTheirColumnNames() throws IOException {
    List<Table> tables =
        inferred(
            Map.of(
                "hires", "no,department_id,JobId,age\n10,1,4,2\n11,,3,1\n12,3,4,3\n",
                "departments", DEPARTMENTS,
                "jobs", JOBS));

    assertThat(keys(tables, "hires"))
        .containsExactly("department_id -> departments.id", "JobId -> jobs.id");
    assertThat(notes)
        .anyMatch(note -> note.contains("'age' are keys of departments, jobs; add a foreignKey"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dept_id,x;1,a;4,b    | departments |",
        "department,x;1,a;4,b | departments |",
        "department,x;1,a;2,b | departments | department -> departments.id",
        "Category,x;1,a;3,b   | categories  | Category -> categories.id",
        "box id,x;1,a;3,b     | boxes       | box id -> boxes.id",
      })
  void aNumberReferencesATableOnlyIfAllItsValuesAndItsNameFit(
      String records, String table, @Nullable String expected) throws IOException {
    List<Table> tables =
        inferred(Map.of("rows", "n," + records.replace(";", "\n9,") + "\n", table, DEPARTMENTS));

    assertThat(keys(tables, "rows"))
        .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void textsReferenceTheOnlyTableThatHasAllOfThem() throws IOException {
    String countries = "iso,name\nDE,Germany\nES,Spain\nFR,France\n";
    String gdp = "Country Code,Year,Value\nDE,2020,1.5\nES,2020,2.5\nDE,2021,3.5\n";

    assertThat(keys(inferred(Map.of("gdp", gdp, "countries", countries)), "gdp"))
        .containsExactly("Country Code -> countries.iso");
    assertThat(keys(inferred(Map.of("gdp", gdp + "XX,2021,1\n", "countries", countries)), "gdp"))
        .isEmpty();

    List<Table> unclear =
        inferred(Map.of("gdp", gdp, "countries", countries, "members", countries));
    assertThat(keys(unclear, "gdp")).isEmpty();
    assertThat(notes)
        .anyMatch(note -> note.contains("'Country Code' are keys of") && note.contains("members"));
  }

  @Test
  void theColumnGetsTheTypeOfTheKey() throws IOException {
    List<Table> tables =
        inferred(
            Map.of(
                "customers", "id,name\n5000000000,a\n7,b\n",
                "orders", "order_no,customer_id\nA1,7\nA2,7\n"));

    Table orders = table(tables, "orders");
    assertThat(orders.columns().get(1).type().storage())
        .isEqualTo(table(tables, "customers").columns().get(0).type().storage());
    assertThat(keys(tables, "orders")).containsExactly("customer_id -> customers.id");
  }

  @Test
  void aKeyOfSeveralColumnsMayReferenceByEach() throws IOException {
    String rows = IntStream.range(0, 2000).mapToObj(i -> i + ",x\n").collect(Collectors.joining());
    String lines =
        IntStream.range(0, 4000)
            .mapToObj(i -> "%d,%d\n".formatted(i / 2, i % 2))
            .collect(Collectors.joining());

    List<Table> tables =
        inferred(Map.of("orders", "order_no,x\n" + rows, "lines", "order_no,line\n" + lines));

    assertThat(table(tables, "lines").definition().primaryKey())
        .containsExactly("order_no", "line");
    assertThat(keys(tables, "lines")).containsExactly("order_no -> orders.order_no");
  }

  private static List<String> keys(List<Table> tables, String name) {
    return table(tables, name).foreignKeys().stream()
        .map(
            key ->
                "%s -> %s.%s"
                    .formatted(
                        String.join(",", key.columns()),
                        key.table(),
                        String.join(",", key.referencedColumns())))
        .toList();
  }

  private static Table table(List<Table> tables, String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** What is proposed for files with these names and contents; it has no faults. */
  private List<Table> inferred(Map<String, String> contents) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> content : new TreeMap<>(contents).entrySet()) {
      Path file = directory.resolve(content.getKey() + ".csv");
      files.add(Files.writeString(file, content.getValue()));
    }
    Inference inference = Inference.of("p", files, new Inference.Style(null, null, null));
    notes = inference.notes();
    Definitions read = DataPackages.read(Map.of("p", inference.dataPackage()));
    assertThat(read.faults()).isEmpty();
    return read.schemas().get(0).tables();
  }
}
