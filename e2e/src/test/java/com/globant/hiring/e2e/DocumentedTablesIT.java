package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worked examples of docs/tables.md do what they say. Their definitions, files and commands are
 * used as they are written, except for names of schemas, hosts and accounts.
 */
class DocumentedTablesIT {
  private static final Path DOCUMENT = Path.of("../docs/tables.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
  private static final String PACKAGES = "HIRING_TEST_PACKAGES";
  private static final String SERVE = "./hiring serve\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestDatabase database = TestDatabase.running();
  private final String schema = TestDatabase.newSchemaName();
  private final Sql sql = new Sql(database, schema);
  private final Map<String, String> environment =
      new HashMap<>(ServiceVariables.of(database, schema));

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @BeforeEach
  void prepare() throws Exception {
    SdkTools.requireProgram("curl");
    environment.remove("HIRING_DATABASE_SCHEMAS");
    environment.put("HIRING_SCHEMAS_DIRECTORY", directory.resolve("schemas").toString());
    environment.put("HIRING_DATA_DIR", directory.resolve("command").toString());
    environment.put("MYSQL_PWD", database.password());
    Path program = directory.resolve("hiring");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' com.globant.hiring.local.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void drop() throws Exception {
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(schema));
    execute("DROP DATABASE IF EXISTS " + schema);
  }

  @Test
  void aFileFromExcelInEurope() throws Exception {
    Example example = Example.of("A file from Excel in Europe");
    define("sales", example.block("json"));
    String file = example.block("csv").replace("\n", "\r\n");
    Charset windows = Charset.forName("windows-1252");
    Files.write(directory.resolve("invoices.csv"), file.getBytes(windows));

    try (ForkedService service = ForkedService.start(directory, environment)) {
      HiringServer server = service.server();
      JsonNode answer = JSON.readTree(shell(at(server, example.block("sh"), "sales")).out());

      assertThat(answer.at("/rows/read").asInt()).isEqualTo(5);
      assertThat(sql.rows("SELECT * FROM invoices ORDER BY 1")).isEqualTo(example.table());
      List<String> errors = new ArrayList<>();
      answer
          .get("errors")
          .forEach(
              error ->
                  errors.add(
                      "%s: %s: %s"
                          .formatted(
                              error.get("line"),
                              error.get("code").asText(),
                              error.get("message").asText())));
      assertThat(errors).isEqualTo(example.block("").lines().toList());

      String path = "/db_migration?table=invoices&schema=" + schema;
      for (Answer other :
          List.of(
              send(server, path, ("\uFEFF" + file).getBytes(UTF_8), "text/csv"),
              send(server, path, ("sep=;\r\n" + file).getBytes(windows), "text/csv"),
              send(
                  server,
                  path + "&delimiter=tab",
                  ("\uFEFF" + file.replaceAll(";(?! )", "\t")).getBytes(UTF_16LE),
                  "text/csv"),
              send(server, path, file.getBytes(UTF_8), "text/csv; charset=utf-8"))) {
        other.assertLoaded(5, 2, 0, 0, 3);
        assertThat(sql.rows("SELECT customer FROM invoices WHERE number = 1003"))
            .containsExactly("Café Zoë");
      }
    }
  }

  @Test
  void numbersOfInvoicesMayHavePointsIfTheDefinitionSaysSo() throws Exception {
    Example example = Example.of("A file from Excel in Europe");
    assertThat(example.text()).contains("With `\"groupChar\": \".\"` for the number too");
    define(
        "sales",
        example
            .block("json")
            .replace("\"type\": \"integer\",", "\"type\": \"integer\", \"groupChar\": \".\","));

    try (ForkedService service = ForkedService.start(directory, environment)) {
      send(
              service.server(),
              "/db_migration?table=invoices&schema=" + schema,
              example.block("csv").getBytes(UTF_8),
              "text/csv; charset=utf-8")
          .assertLoaded(5, 3, 0, 0, 2);
      assertThat(sql.rows("SELECT customer FROM invoices WHERE number = 1001"))
          .containsExactly("Müller & Söhne");
    }
  }

  private static Answer send(HiringServer server, String path, byte[] body, String type) {
    return server.send("PUT", path, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  @Test
  void aDatabaseThatExistsAlready() throws Exception {
    Example example = Example.of("A database that exists already");
    execute("CREATE DATABASE " + schema);
    sql.execute(example.block("sql").replace("crm.", schema + "."));
    sql.execute("INSERT INTO customers (code, name) VALUES ('A-1', 'Ann')");
    Iterator<String> commands = example.blocks("sh").iterator();

    Run described = shell(ofThisServer(commands.next()));

    // MariaDB writes the default of the example in its own way.
    assertThat(described.err().replace("current_timestamp()", "CURRENT_TIMESTAMP").lines())
        .contains(example.block("").strip());
    Path definition = directory.resolve("schemas/crm/datapackage.json");
    JsonNode dataPackage = JSON.readTree(definition.toFile());
    ArrayNode fields = (ArrayNode) dataPackage.at("/resources/0/schema/fields");
    assertThat(fields).hasSize(5);
    fields.remove(4);
    Files.writeString(definition, dataPackage.toString());

    String[] beforeAndAfter = commands.next().split(Pattern.quote(SERVE), -1);
    Matcher promised = Pattern.compile("# (.*)").matcher(beforeAndAfter[0]);
    assertThat(promised.find()).isTrue();
    assertThat(shell(ofThisServer(beforeAndAfter[0])).out()).contains(promised.group(1));
    try (ForkedService service = ForkedService.start(directory, environment)) {
      Run load = shell(at(service.server(), beforeAndAfter[1], "crm"));

      assertThat(load.out()).contains("\"inserted\":1,\"updated\":1,");
      assertThat(sql.rows("SELECT code, name, credit, since FROM customers ORDER BY 1"))
          .containsExactly("A-1|Ann Vega|7.00|2020-01-01", "B-2|Kofi|100.50|2021-07-27");
      assertThat(sql.rows("SELECT COUNT(changed) FROM customers")).containsExactly("2");
    }
  }

  /** Instead of the download, the package is copied from the folder of published ones. */
  @Test
  void aPackageFromADataPortal() throws Exception {
    String packages = System.getenv(PACKAGES);
    assumeTrue(packages != null, PACKAGES + " is not set");
    Example example = Example.of("A package from a data portal");
    Iterator<String> commands = example.blocks("sh").iterator();
    String download =
        commands
            .next()
            .replaceFirst("(?m)^curl -LO .*$", "cp %s/gdp/datapackage.json .".formatted(packages))
            .replaceFirst(
                "(?m)^curl -L -o (\\S+) .*$", "cp %s/gdp/data/gdp.csv $1".formatted(packages));
    assertThat(download).doesNotContain("curl");

    shell(download.substring(0, download.indexOf("HIRING_SCHEMAS_DIRECTORY")));
    define("gdp", Files.readString(directory.resolve("schemas/gdp/datapackage.json")));
    try (ForkedService service = ForkedService.start(directory, environment)) {
      Run load = shell(at(service.server(), commands.next(), "gdp"));

      String expected =
          example
              .block("json")
              .replaceFirst(",\\s*…", "")
              .replace("\"schema\": \"gdp\"", "\"schema\": \"%s\"".formatted(schema));
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(expected).properties()) {
        assertThat(JSON.readTree(load.out()).get(entry.getKey()))
            .as(entry.getKey())
            .isEqualTo(entry.getValue());
      }
      assertThat(
              sql.rows(
                  "SELECT column_name, UPPER(data_type) FROM information_schema.columns WHERE table_schema = '%s' AND table_name = 'gdp' ORDER BY ordinal_position"
                      .formatted(schema)))
          .containsExactly(
              "Country Name|MEDIUMTEXT",
              "Country Code|MEDIUMTEXT",
              "Year|SMALLINT",
              "Value|DOUBLE");
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  /** Writes a package into its folder, with the name of the schema of this test. */
  private void define(String name, String dataPackage) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("schemas").resolve(name));
    String named =
        dataPackage.replaceFirst(
            "\"name\": \"%s\"".formatted(name), "\"name\": \"%s\"".formatted(schema));
    assertThat(named).contains(schema);
    Files.writeString(folder.resolve("datapackage.json"), named);
  }

  private String at(HiringServer server, String commands, String name) {
    assertThat(commands).contains("http://127.0.0.1:8080/");
    return commands
        .replace("http://127.0.0.1:8080/", server.base() + "/")
        .replace("schema=" + name, "schema=" + schema);
  }

  /** With the server and the account under test. */
  private String ofThisServer(String commands) {
    return commands
        .replace(
            "loader@db.example:3306/crm",
            "%s@%s:%d/%s".formatted(database.user(), database.host(), database.port(), schema))
        .replace("=db.example", "=" + database.host())
        .replace("=loader", "=" + database.user())
        .replace("=…", "='" + database.password() + "'")
        .replace("HIRING_SCHEMAS_DIRECTORY=schemas ", "");
  }

  private record Run(String out, String err) {}

  /** Runs commands to their good end. */
  private Run shell(String commands) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", commands)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HIRING_"));
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    Run run = new Run(Files.readString(out), Files.readString(err));
    assertThat(status).as("%s %s", commands, run).isZero();
    return run;
  }

  /** A section of the document. */
  private record Example(String text) {
    static Example of(String title) throws IOException {
      String[] parts = Files.readString(DOCUMENT).split("(?m)^### %s$".formatted(title), -1);
      assertThat(parts).as(title).hasSize(2);
      return new Example(parts[1].split("(?m)^##", 2)[0]);
    }

    List<String> blocks(String language) {
      return BLOCK
          .matcher(text)
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .toList();
    }

    String block(String language) {
      List<String> blocks = blocks(language);
      assertThat(blocks).as(language).hasSize(1);
      return blocks.get(0);
    }

    /** The rows of the table, as {@link Sql#rows} shows them. */
    List<String> table() {
      return text.lines()
          .filter(line -> line.startsWith("| "))
          .skip(1)
          .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
          .map(
              cells -> String.join("|", cells.subList(1, cells.size() - 1)).replace("NULL", "null"))
          .toList();
    }
  }
}
