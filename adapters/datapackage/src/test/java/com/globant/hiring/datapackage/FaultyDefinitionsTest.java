package com.globant.hiring.datapackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of {@code faults} has a package with one fault, as JSON or, if it is none, as text; and
 * the pointer to the fault and a part of the message.
 */
class FaultyDefinitionsTest {
  private static final Path FAULTS = Path.of("src/test/resources/faults");
  private static final int LEAST = 60;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static List<Path> faults() throws IOException {
    try (Stream<Path> files = Files.list(FAULTS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultIsFoundAtItsPointerAndNothingElse(Path file) throws IOException {
    Map<?, ?> fault = MAPPER.readValue(Files.readString(file), Map.class);

    Definitions read = DataPackages.read(Map.of("datapackage.json", text(fault)));

    assertThat(read.schemas()).isEmpty();
    assertThat(read.faults()).as(read.faults().toString()).hasSize(1);
    Finding found = read.faults().get(0);
    assertThat(found.pointer()).isEqualTo(fault.get("pointer"));
    assertThat(found.message()).contains((String) fault.get("message"));
    assertThat(found).asString().startsWith("datapackage.json#" + fault.get("pointer") + ": ");
  }

  private static String text(Map<?, ?> fault) throws IOException {
    Object json = fault.get("package");
    return json instanceof Map
        ? MAPPER.writeValueAsString(json)
        : String.valueOf(json == null ? fault.get("text") : json);
  }

  @Test
  void thereAreManyFaults() throws IOException {
    assertThat(faults()).hasSizeGreaterThanOrEqualTo(LEAST);
  }

  @Test
  void allFaultsOfAllPackagesAreFoundAtOnce() {
    Definitions read =
        DataPackages.read(
            Map.of(
                "a",
                    "{\"resources\": [{\"name\": \"t\", \"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"int\"}, {\"type\": \"string\"}, {\"type\": \"year\"}]}}]}",
                "b", "["));

    assertThat(read.faults())
        .extracting(Finding::source, Finding::pointer)
        .containsExactlyInAnyOrder(
            tuple("a", "/name"),
            tuple("a", "/resources/0/schema/fields/0/type"),
            tuple("a", "/resources/0/schema/fields/1/name"),
            tuple("a", "/resources/0/schema/fields/2/name"),
            tuple("b", ""));
  }

  @Test
  void packagesOfTheSameNameAreRefused() {
    String text =
        "{\"name\": \"shop\", \"resources\": [{\"name\": \"t\", \"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"string\"}]}}]}";

    Definitions read = DataPackages.read(Map.of("a", text, "b", text));

    assertThat(read.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("has the name 'shop' too"));
  }

  @Test
  void tablesOfTheSameNameWithDifferentReferencesAreRefused() {
    String first =
        "{'name': 't', 'schema': {'fields': [{'name': 'x', 'type': 'integer'}], 'primaryKey': 'x', 'foreignKeys': [{'fields': 'x', 'reference': {'fields': 'x'}}]}}";
    String second = "{'name': 't', 'schema': {'fields': [{'name': 'y', 'type': 'integer'}]}}";

    Definitions read =
        DataPackages.read(
            Map.of(
                "a",
                "{'name': 'shop', 'resources': [%s, %s]}"
                    .formatted(first, second)
                    .replace('\'', '"')));

    assertThat(read.faults()).extracting(Finding::pointer).contains("/resources/1/name");
  }

  @Test
  void pointersEscapeNames() {
    Definitions read =
        DataPackages.read(
            Map.of(
                "a",
                "{\"name\": \"shop\", \"resources\": [{\"name\": \"t\", \"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"string\", \"constraints\": {\"a/b~c\": 1}}]}}]}"));

    assertThat(read.faults())
        .extracting(Finding::pointer)
        .containsExactly("/resources/0/schema/fields/0/constraints/a~1b~0c");
  }
}
