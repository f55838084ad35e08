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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    load(service, "countries", "DE,Germany,357022\nES,Spain,505990.5\nE ,x,1\n,y,1\n", 2);
    load(service, "integers", "-128,255,-32768,65535,-8388608,16777215,1,4294967295,1,1,true\n", 1);
    load(
        service,
        "moments",
        "1,2021-11-07,02:48:42,02:48:42.5,2021-11-07 02:48:42,2021-11-07T02:48:42.5Z,1970-01-01 00:00:01,2038-01-19T03:14:07Z,2155\n2,,,,,,,,1900\n",
        1);
    load(service, "order lines", "A-1,1,9.90\nA-1,65535,1\nA-1,1,2\n", 2);
    load(service, "choices", "S\n\"it's, big\"\ns\n", 2);
    load(service, "select", "1,x\n", 1);
    load(service, "keyless", "1,x\n1,x\n", 2);
    serve.stop();
    ended.get();

    assertThat(queried("SELECT CONCAT_WS(' ', b, d, f, g) FROM %s.moments"))
        .isEqualTo("02:48:42 2021-11-07 02:48:42 1970-01-01 00:00:01 2038-01-19 03:14:07.000000");
    assertThat(queried("SELECT GROUP_CONCAT(size ORDER BY size SEPARATOR '|') FROM %s.choices"))
        .isEqualTo("S|it's, big");
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

  private void load(URI service, String table, String csv, int inserted) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        service.resolve(
                            "/db_migration?append=true&header=absent&schema=%s&table=%s"
                                .formatted(
                                    schema, URLEncoder.encode(table, StandardCharsets.UTF_8))))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(csv))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", table, answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"inserted\":" + inserted + ",");
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
