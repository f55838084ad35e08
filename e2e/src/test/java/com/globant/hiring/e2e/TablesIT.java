package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A directory of two packages, without the hiring tables and with names that must be encoded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ODD = "Preise/été 100%";

  private static final String ORDERS =
      """
      {
        "name": "orders",
        "path": "orders.csv",
        "title": "Orders",
        "encoding": "ISO-8859-1",
        "x-exchange": "never",
        "dialect": {"delimiter": ";", "header": true},
        "schema": {
          "fields": [
            {"name": "Order No", "type": "string", "x-aliases": ["Nr"], "constraints": {"maxLength": 12}},
            {"name": "line", "type": "integer", "constraints": {"minimum": 1, "maximum": 999}},
            {"name": "price", "type": "number", "x-precision": 12, "x-scale": 2, "decimalChar": ","},
            {"name": "day", "title": "Day of the order", "type": "date", "format": "%d.%m.%Y"}
          ],
          "fieldsMatch": "partial",
          "primaryKey": ["Order No", "line"],
          "missingValues": ["", "n/a"]
        }
      }""";

  private static final String OTHERS =
      """
      {
        "name": "Preise/été 100%",
        "path": "prices.csv",
        "schema": {
          "fields": [
            {"name": "Größe in m", "type": "integer"},
            {"name": "Preis/Stück", "type": "string"}
          ],
          "primaryKey": ["Größe in m"]
        }
      },
      {
        "name": "notes",
        "path": "notes.csv",
        "schema": {"fields": [{"name": "a note", "type": "string", "constraints": {"maxLength": 20}}]}
      }""";

  private final String shop = TestDatabase.newSchemaName();
  private final String archive = TestDatabase.newSchemaName();

  @SuppressWarnings("NullAway.Init") // by start
  private OwnService service;

  @SuppressWarnings("NullAway.Init") // by start
  private Sql sql;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    write(directory.resolve("shop"), shop, ORDERS + "," + OTHERS);
    write(directory.resolve("archive"), archive, ORDERS);
    service =
        OwnService.start(
            directory.resolve("data"),
            Map.of(
                "HIRING_SCHEMAS_DIRECTORY",
                directory.toString(),
                "HIRING_DATABASE_SCHEMAS",
                shop + "," + archive));
    sql = service.sql();
  }

  private static void write(Path folder, String name, String resources) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("datapackage.json"),
        "{\"name\": \"%s\", \"resources\": [%s]}".formatted(name, resources));
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void everyListedTableHasItsDefinition() {
    JsonNode tables = service.server().get("/tables").assertStatus(200).json().get("tables");

    assertThat(tables).hasSize(4);
    for (JsonNode table : tables) {
      JsonNode schema =
          service.server().get(table.get("definition").asText()).assertStatus(200).json();
      assertThat(schema.get("fields")).hasSameSizeAs(table.get("columns"));
    }
  }

  @Test
  void resourceIsThatOfThePackage() throws IOException {
    JsonNode answered =
        service
            .server()
            .get("/tables/orders?schema=" + archive, "Accept", "application/vnd.dataresource+json")
            .assertStatus(200)
            .json();

    ObjectNode expected = (ObjectNode) JSON.readTree(ORDERS);
    expected.put("type", "table");
    // The writer spells out what the definition leaves to the standard.
    ((ObjectNode) expected.get("dialect")).put("quoteChar", "\"").put("skipInitialSpace", false);
    assertThat(answered).isEqualTo(expected);
  }

  @Test
  void tableOfAnyNameIsLoadedFromAFileOfOtherNames() {
    Answer answer =
        load(
            shop,
            ODD,
            "m,Preis/Stück,x\n7,9 €,y\n8,,y\n",
            "append=true&columns=" + encoded("m:Größe in m,x:-"));

    answer.assertStatus(200);
    assertThat(answer.json().at("/rows/inserted").asInt()).isEqualTo(2);
    assertThat(sql.rows("SELECT * FROM `%s`.`%s` ORDER BY 1".formatted(shop, ODD)))
        .containsExactly("7|9 €", "8|null");
    assertThat(
            service
                .server()
                .get("/loads?table=%s&schema=%s".formatted(encoded(ODD), shop))
                .json()
                .at("/loads/0/columns")
                .asText())
        .isEqualTo("m:Größe in m,x:-");
  }

  @Test
  void tableOfTwoSchemasIsThatOfTheRequest() {
    String rows = "Nr;line;x;Day of the order\nA1;1;;01.02.2021\nA1;2;y;n/a\n";

    load(archive, "orders", rows, "append=true").assertStatus(200);

    assertThat(sql.rows("SELECT * FROM %s.orders ORDER BY line".formatted(archive)))
        .containsExactly("A1|1|null|2021-02-01", "A1|2|null|null");
    assertThat(sql.rows("SELECT COUNT(*) FROM %s.orders".formatted(shop))).containsExactly("0");
    assertThat(service.server().get("/loads?schema=" + archive).json().get("loads")).hasSize(1);
    service.server().get("/tables/orders").assertProblem(400, "missing_parameter");
  }

  @Test
  void tableWithoutAKeyTakesEveryRow() {
    load(shop, "notes", "a note\nx\nx\n", "append=true").assertStatus(200);
    load(shop, "notes", "-,x\n", "append=true&columns=" + encoded("-,a note")).assertStatus(200);

    assertThat(sql.rows("SELECT * FROM %s.notes".formatted(shop))).containsExactly("x", "x", "x");
    load(shop, "notes", "x\n", "append=true&on_duplicate=update")
        .assertProblem(400, "invalid_parameter");
  }

  @Test
  void thereAreNoReports() {
    for (String path : new String[] {"/first_sql_requirement", "/second_sql_requirement"}) {
      service.server().get(path).assertProblem(404, "no_reports");
      service.server().get(path, "Accept", "text/csv").assertProblem(404, "no_reports");
    }
  }

  private Answer load(String schema, String table, String csv, String parameters) {
    return service
        .server()
        .send(
            "PUT",
            "/db_migration?schema=%s&table=%s&%s".formatted(schema, encoded(table), parameters),
            csv,
            "text/csv; charset=utf-8");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
