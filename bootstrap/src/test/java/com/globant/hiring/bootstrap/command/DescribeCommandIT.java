package com.globant.hiring.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables made by hand are described, found equal to their description, and loaded. */
class DescribeCommandIT {
  private static final Pattern READY = Pattern.compile("hiring is ready at (http://[0-9.:]+)");

  private final TestDatabase database = TestDatabase.running();
  private final String schema = TestDatabase.newSchemaName();
  private final String url =
      "mysql://%s@%s:%d/%s".formatted(database.user(), database.host(), database.port(), schema);
  private final Path directory;
  private final EmbeddedS3 store;

  DescribeCommandIT(@TempDir Path directory) {
    this.directory = directory;
    this.store = EmbeddedS3.start(directory.resolve("objects"), "reports");
  }

  @BeforeEach
  void createTables() throws IOException {
    execute("CREATE DATABASE %s CHARACTER SET utf8mb4".formatted(schema));
    execute(Files.readString(Path.of("src/test/resources/tables-made-by-hand.sql")).split(";\n"));
  }

  @AfterEach
  void drop() {
    store.close();
    execute("DROP DATABASE IF EXISTS " + schema);
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(schema));
  }

  @Test
  void tablesMadeByHandAreDescribedFoundEqualAndLoaded() throws Exception {
    CommandRun describe = describe(url);
    assertThat(describe.err())
        .contains(
            "note: texts: column a is char(5), which loses blanks at the end",
            "note: numbers: column f is float, which rounds numbers to about 7 digits; make it double; it is left out",
            "note: moments: column i is datetime(3), which cuts fractions",
            "note: documents: column raw is blob",
            "note: choices: column colours is set('red','blue')",
            "note: collations: column c is varchar(20), which has the character set latin1",
            "note: created: column at has the default",
            "note: keyless: has no primary key",
            "note: names: is a VIEW")
        .doesNotContain("fault: ", "not described");
    Path folder = Files.createDirectories(directory.resolve("schemas/described"));
    Files.writeString(folder.resolve("datapackage.json"), describe.out());

    CommandRun check = CommandRun.deployed(environment());
    assertThat(check.execute("tables", "check", "--database")).as(check.out()).isZero();
    assertThat(check.out()).contains("20 tables in 1 schema", "0 differences in the database");

    CommandRun serve = CommandRun.deployed(environment());
    CompletableFuture<Integer> ended = serve.start("serve");
    URI service = ready(serve);
    for (Rows rows : Rows.ofAllTables()) {
      load(service, rows);
    }
    serve.stop();
    ended.get();

    for (Rows rows : Rows.ofAllTables()) {
      assertThat(stored(rows)).as(rows.table).containsExactlyInAnyOrderElementsOf(rows.stored());
    }
    assertThat(queried("SELECT GROUP_CONCAT(twice, ' ', thrice ORDER BY id) FROM %s.computed"))
        .isEqualTo("4 6,-6 -9");
    assertThat(queried("SELECT COUNT(DISTINCT row_id) FROM %s.surrogate")).isEqualTo("2");
  }

  @Test
  void aTableThatNoDefinitionHasIsRefused() {
    execute("CREATE TABLE %s.files (id BINARY(16) PRIMARY KEY)".formatted(schema));
    CommandRun describe = CommandRun.deployed(Map.of("MYSQL_PWD", database.password()));

    assertThat(describe.execute("tables", "describe", url, "files", "gone", "staff")).isOne();
    assertThat(describe.err())
        .contains(
            "not described: files: column id is binary(16), which holds bytes, which CSV files do not. It cannot be left out, as it is NOT NULL without a default",
            "not described: gone: schema %s has no such table".formatted(schema));
    assertThat(describe.out()).contains("\"staff\"").doesNotContain("\"files\"", "\"countries\"");
  }

  @Test
  void theConfiguredDatabaseIsDescribedByTheNameOfTheSchema() {
    assertThat(describe(schema).out()).isEqualTo(describe(url).out());
  }

  @Test
  void differencesAreListedAndNothingIsChanged() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("schemas/described"));
    Files.writeString(folder.resolve("datapackage.json"), describe(url).out());
    execute("ALTER TABLE %s.staff MODIFY name VARCHAR(40) NOT NULL".formatted(schema));
    execute("DROP TABLE %s.created".formatted(schema));

    CommandRun check = CommandRun.deployed(environment());
    assertThat(check.execute("tables", "check", "--database")).isOne();
    assertThat(check.out())
        .contains(
            "difference: %s.staff: column name is varchar(40) and must be varchar(50). ALTER TABLE"
                .formatted(schema),
            "1 difference in the database");
    assertThat(queried("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '%s'"))
        .isEqualTo("20");
  }

  @Test
  void aPasswordInTheUrlIsRefused() {
    CommandRun describe = CommandRun.deployed(Map.of());

    assertThat(describe.execute("tables", "describe", "mysql://me:secret@localhost/x"))
        .isEqualTo(2);
    assertThat(describe.err()).contains("set MYSQL_PWD").doesNotContain("secret");
  }

  private CommandRun describe(String source) {
    Map<String, String> environment = environment();
    environment.put("MYSQL_PWD", database.password());
    CommandRun describe = CommandRun.deployed(environment);
    assertThat(describe.execute("tables", "describe", source)).as(describe.err()).isZero();
    return describe;
  }

  private void load(URI service, Rows rows) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        service.resolve(
                            "/db_migration?append=true&header=present&schema=%s&table=%s"
                                .formatted(
                                    schema, URLEncoder.encode(rows.table, StandardCharsets.UTF_8))))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(rows.csv()))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", rows.table, answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .as(rows.table)
        .contains("\"inserted\":%d,".formatted(rows.accepted.size()))
        .contains("\"rejected\":%d,".formatted(rows.refused.size()));
  }

  /**
   * The rows of a table: the name of the table, a header, and rows as the database shows them. Rows
   * that begin with an exclamation mark are those that must be refused.
   */
  private record Rows(String table, String header, List<String> accepted, List<String> refused) {
    private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,]*)");

    static List<Rows> ofAllTables() throws IOException {
      String text = Files.readString(Path.of("src/test/resources/rows-of-tables-made-by-hand.txt"));
      return Stream.of(text.strip().split("\n\n")).map(Rows::of).toList();
    }

    private static Rows of(String section) {
      List<String> lines = List.of(section.split("\n(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)"));
      List<String> rows = lines.subList(2, lines.size());
      return new Rows(
          lines.get(0),
          lines.get(1),
          rows.stream().filter(row -> !row.startsWith("!")).toList(),
          rows.stream().filter(row -> row.startsWith("!")).map(row -> row.substring(1)).toList());
    }

    String csv() {
      return Stream.of(List.of(header), accepted, refused)
          .flatMap(List::stream)
          .collect(Collectors.joining("\n"));
    }

    List<String> columns() {
      return List.of(header.split(","));
    }

    /** The accepted rows, as lists of fields. */
    List<List<@Nullable String>> stored() {
      return accepted.stream().map(this::fields).toList();
    }

    private List<@Nullable String> fields(String row) {
      List<@Nullable String> fields = new ArrayList<>();
      Matcher field = FIELD.matcher(row);
      int at = 0;
      while (fields.size() < columns().size() && field.find(at)) {
        String quoted = field.group(1);
        String plain = field.group(2);
        fields.add(quoted != null ? quoted.replace("\"\"", "\"") : emptyToNull(plain));
        at = field.end() + 1;
      }
      return fields;
    }

    private static @Nullable String emptyToNull(String plain) {
      return plain.isEmpty() ? null : plain;
    }
  }

  /** The rows of a table as texts, in no order. */
  private List<List<@Nullable String>> stored(Rows rows) {
    String columns =
        rows.columns().stream()
            .map(column -> "CAST(`%s` AS CHAR)".formatted(column.replace("`", "``")))
            .collect(Collectors.joining(", "));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      List<List<@Nullable String>> stored = new ArrayList<>();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT %s FROM `%s`.`%s`".formatted(columns, schema, rows.table))) {
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int column = 1; column <= rows.columns().size(); column++) {
            row.add(result.getString(column));
          }
          stored.add(row);
        }
      }
      return stored;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI ready(CommandRun serve) {
    Matcher ready = READY.matcher(serve.out() + serve.err());
    assertThat(ready.find()).as(serve.err()).isTrue();
    return URI.create(ready.group(1));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HIRING_HTTP_PORT", "0");
    environment.put("HIRING_SPOOL_DIR", directory.resolve("spool").toString());
    environment.put("HIRING_SCHEMAS_DIRECTORY", directory.resolve("schemas").toString());
    environment.put("HIRING_DATABASE_HOST", database.host());
    environment.put("HIRING_DATABASE_PORT", String.valueOf(database.port()));
    environment.put("HIRING_DATABASE_USER", database.user());
    environment.put("HIRING_DATABASE_PASSWORD", database.password());
    environment.put("HIRING_DATABASE_SERVICE_SCHEMA", TestDatabase.serviceSchema(schema));
    environment.put("HIRING_STORAGE_BUCKET", store.bucket());
    environment.put("HIRING_STORAGE_REGION", store.region());
    environment.put("HIRING_STORAGE_ENDPOINT", store.endpoint().toString());
    environment.put("HIRING_STORAGE_ACCESS_KEY", store.accessKey());
    environment.put("HIRING_STORAGE_SECRET_KEY", store.secretKey());
    return environment;
  }

  private void execute(String... statements) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      if (statements.length > 1) {
        connection.setCatalog(schema);
      }
      for (String sql : statements) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String queried(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql.formatted(schema))) {
      result.next();
      return String.valueOf(result.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
