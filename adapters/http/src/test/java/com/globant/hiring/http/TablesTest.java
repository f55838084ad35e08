package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of several schemas, with names that must be encoded in addresses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesTest {
  private static final String ODD = "100% a/b c;(d)'é+€?#";

  private static final Schema SHOP =
      new Schema(
          "my shop",
          List.of(
              TableDefinition.of(
                  "orders",
                  List.of(
                      Column.of("id", IntegerType.INT),
                      Column.of("full name", new StringType(20)),
                      Column.of("note", new StringType(20))),
                  List.of("id")),
              TableDefinition.of(
                  ODD,
                  List.of(Column.of("id", IntegerType.INT), Column.of("a", new StringType(20))),
                  List.of("id")),
              TableDefinition.of(
                  "notes", List.of(Column.of("note", new StringType(20))), List.of())));

  private static final Schema ARCHIVE =
      new Schema(
          "archive",
          List.of(
              TableDefinition.of(
                  "orders", List.of(Column.of("id", IntegerType.INT)), List.of("id"))));

  @SuppressWarnings("NullAway.Init") // by start
  private RunningApi api;

  @BeforeAll
  void start() {
    api = RunningApi.of(new Catalog(List.of(SHOP, ARCHIVE)));
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void allTablesAreListed() throws Exception {
    HttpResponse<String> answer = api.send("GET", "/tables", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonArray tables = new JsonObject(answer.body()).getJsonArray("tables");
    assertThat(tables).hasSize(4);
    assertThat(tables.getJsonObject(0))
        .isEqualTo(
            new JsonObject(
                """
                {
                  "schema": "my shop", "table": "orders", "title": null, "description": null,
                  "columns": [
                    {"name": "id", "title": null, "type": "integer", "required": true},
                    {"name": "full name", "title": null, "type": "string", "required": false},
                    {"name": "note", "title": null, "type": "string", "required": false}
                  ],
                  "primary_key": ["id"],
                  "definition": "/tables/orders?schema=my%20shop"
                }
                """));
    assertThat(tables.getJsonObject(2).getJsonArray("primary_key")).isEmpty();
  }

  @Test
  void eachListedDefinitionIsThere() throws Exception {
    JsonArray tables = new JsonObject(api.send("GET", "/tables", "").body()).getJsonArray("tables");

    for (int i = 0; i < tables.size(); i++) {
      JsonObject table = tables.getJsonObject(i);
      HttpResponse<String> answer = api.send("GET", table.getString("definition"), "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .contains(table.getString("schema") + "." + table.getString("table"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a(b)", "it's", "x!*@$&+,;=y", "a.b", "...", "~-_", "%41", "%2541"})
  void nameMayBeWrittenAsBrowsersAndLibrariesDo(String name) throws Exception {
    HttpResponse<String> answer = api.send("GET", "/tables/" + name, "");

    JsonObject problem = problem(answer, 404, "unknown_table");
    assertThat(problem.getString("detail"))
        .startsWith(
            "there is no table '%s'; the tables are orders, %s, notes"
                .formatted(
                    name.replace("%25", "%").replace("%41", name.equals("%41") ? "A" : "%41"),
                    ODD));
  }

  @Test
  void schemaIsNeededOnlyIfSeveralHaveTheTable() throws Exception {
    assertThat(api.send("GET", "/tables/notes", "").body()).contains("my shop.notes");
    assertThat(api.send("GET", "/tables/orders?schema=archive", "").body())
        .contains("archive.orders");
    JsonObject problem = problem(api.send("GET", "/tables/orders", ""), 400, "missing_parameter");
    assertThat(problem.getString("detail"))
        .isEqualTo(
            "several schemas have a table 'orders'; name one of them by the query parameter 'schema': my shop, archive");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/tables/none|404|unknown_table|there is no table 'none'; the tables are orders,",
        "GET|/tables/notes?schema=archive|404|unknown_table|there is no table 'notes' in the schema 'archive'; the tables are orders",
        "GET|/tables/notes?schema=x|404|unknown_schema|there is no schema 'x'; the schemas are my shop, archive",
        "GET|/tables/notes?table=x|400|invalid_parameter|there is no query parameter 'table'; there are schema",
        "PUT|/db_migration?table=notes&schema=archive|404|unknown_table|there is no table 'notes' in the schema 'archive'; the tables are orders",
        "PUT|/db_migration?table=notes&schema=x|404|unknown_schema|there is no schema 'x'; the schemas are my shop, archive",
        "PUT|/db_migration?table=x&schema=x|404|unknown_table|there is no table 'x'; the tables are orders,",
        "PUT|/db_migration?table=notes|400|missing_parameter|the query parameter 'schema' is missing",
        "PUT|/db_migration?table=notes&schema=my+shop&on_duplicate=ignore|400|invalid_parameter|on_duplicate must be reject for notes, which has no primary key",
        "PUT|/db_migration?table=orders&schema=archive&columns=id,x|400|invalid_parameter|columns names 'x', which is no column of orders; its columns are id",
        "PUT|/db_migration?table=orders&schema=archive&columns=|400|invalid_parameter|columns has an empty entry",
        "PUT|/db_migration?table=orders&schema=archive&columns=a:b:c|400|invalid_parameter|columns has an entry 'a:b:…' with two colons",
        "GET|/loads?table=x|404|unknown_table|there is no table 'x'",
        "GET|/loads?schema=x|404|unknown_schema|there is no schema 'x'",
        "GET|/loads?table=notes&schema=archive|404|unknown_table|there is no table 'notes' in the schema 'archive'",
        "GET|/first_sql_requirement|404|no_reports|no configured schema has the tables departments, jobs, hired_employees",
        "GET|/second_sql_requirement?year=2021|404|no_reports|no configured schema has the tables departments, jobs, hired_employees",
      })
  void whatIsNotThereIsNamed(String method, String target, int status, String code, String detail)
      throws Exception {
    JsonObject problem =
        problem(api.send(method, target, method.equals("PUT") ? "1\n" : ""), status, code);

    assertThat(problem.getString("detail")).startsWith(detail);
  }

  @Test
  void onDuplicateRejectIsAllowedWithoutAPrimaryKey() throws Exception {
    HttpResponse<String> answer = load("notes", "on_duplicate=reject", "a\na\n");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void currentDefinitionIsNotSentAgain() throws Exception {
    HttpResponse<String> first = api.send("GET", "/tables/notes", "");
    String etag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
    HttpResponse<String> again = api.send("GET", "/tables/notes", "", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(etag);
    assertThat(
            api.send("GET", "/tables/orders?schema=archive", "", "If-None-Match", etag)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void resourceIsAnsweredIfTheClientPrefersIt() throws Exception {
    HttpResponse<String> schema = api.send("GET", "/tables/notes", "", "Accept", "*/*");
    HttpResponse<String> resource =
        api.send("GET", "/tables/notes", "", "Accept", "application/vnd.dataresource+json");

    assertThat(resource.body()).isEqualTo("{\"name\":\"notes\"}");
    assertThat(resource.headers().firstValue("Content-Type"))
        .contains("application/vnd.dataresource+json");
    assertThat(resource.headers().firstValue("Vary")).contains("accept");
    assertThat(resource.headers().firstValue("ETag"))
        .isNotEqualTo(schema.headers().firstValue("ETag"));
  }

  @Test
  void tableOfAnyNameIsLoadedAndFound() throws Exception {
    HttpResponse<String> loaded = load(ODD, "append=true", "7,x\n");

    assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
    assertThat(api.hiring().tables().content("my shop", SHOP.table(ODD).orElseThrow()))
        .contains(List.of(7, "x"));
    assertThat(loads("table=" + encoded(ODD))).isNotEmpty().allMatch(table -> table.equals(ODD));
    assertThat(loads("schema=my%20shop")).contains(ODD);
    assertThat(loads("schema=archive")).doesNotContain(ODD);
  }

  @Test
  void nextPageHasTheSameFilters() throws Exception {
    load("orders", "append=true", "1001,a,b\n");
    load("orders", "append=true", "1002,a,b\n");

    HttpResponse<String> page =
        api.send("GET", "/loads?schema=my+shop&table=orders&status=committed&limit=1", "");

    String link = page.headers().firstValue("Link").orElseThrow();
    assertThat(link).contains("schema=my", "table=orders", "status=committed", "limit=1");
    HttpResponse<String> next = api.send("GET", link.substring(1, link.indexOf('>')), "");
    assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
    assertThat(new JsonObject(next.body()).getJsonArray("loads")).hasSize(1);
  }

  @Test
  void columnsOfTheFileAreThoseOfTheTable() throws Exception {
    String columns = "Nr:id,Who:full name,Comment:-";

    HttpResponse<String> answer =
        load(
            "orders",
            "append=true&columns=" + encoded(columns),
            "Comment,note,Who,Nr\nc,n,Ann,5\n");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(api.hiring().tables().content("my shop", SHOP.tables().get(0)))
        .contains(List.of(5, "Ann", "n"));
    String id = new JsonObject(answer.body()).getString("load_id");
    assertThat(new JsonObject(api.send("GET", "/loads/" + id, "").body()).getString("columns"))
        .isEqualTo(columns);
  }

  @Test
  void columnsMayBeAFieldOfAForm() throws Exception {
    String form =
        """
        --x\r
        Content-Disposition: form-data; name="columns"\r
        \r
        note:full name,id\r
        --x\r
        Content-Disposition: form-data; name="file"; filename="a.csv"\r
        \r
        Ann,6\r
        --x--\r
        """;

    HttpResponse<String> answer =
        api.send(
            "POST",
            "/db_migration?schema=my+shop&table=orders&append=true",
            form,
            "Content-Type",
            "multipart/form-data; boundary=x");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(api.hiring().tables().content("my shop", SHOP.tables().get(0)))
        .anyMatch(row -> row.get(0).equals(6) && row.get(1).equals("Ann") && row.get(2) == null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nr:id,Who:full name|id,Who,note|unknown_column|line 1: the header does not have 'Nr', which the list of columns maps",
        "Nr:id|Nr,full name,x|unknown_column|line 1: the header names 'x', which is no column of orders",
        "Nr:id|Nr,id,full name,note|duplicate_column|line 1: the header names 'id' more than once",
        "full name,-|Ann,5|invalid_parameter|the file has no header, and the list of columns (full name, -) does not name id of orders",
      })
  void listThatDoesNotFitTheFileIsRefused(String columns, String record, String code, String detail)
      throws Exception {
    HttpResponse<String> answer =
        load("orders", "append=true&columns=" + encoded(columns), record + "\n");

    assertThat(problem(answer, 400, code).getString("detail")).startsWith(detail);
  }

  @Test
  void columnsOfJsonAreNotMapped() throws Exception {
    HttpResponse<String> answer =
        api.send(
            "PUT",
            "/db_migration?schema=my+shop&table=orders&append=true&columns=a:id",
            "[{\"id\": 1}]",
            "Content-Type",
            "application/json");

    assertThat(problem(answer, 400, "invalid_parameter").getString("detail"))
        .startsWith("the body is JSON, whose keys name the columns of orders");
  }

  @Test
  void otherColumnsUnderTheSameKeyAreAnotherRequest() throws Exception {
    assertThat(keyed("columns=id,note").statusCode()).isEqualTo(200);
    assertThat(keyed("columns=id%20,+note").headers().firstValue("Idempotency-Replayed"))
        .contains("true");
    problem(keyed("columns=id,full+name"), 422, "idempotency_key_reused");
  }

  private HttpResponse<String> keyed(String parameters) throws Exception {
    return api.send(
        "PUT",
        "/db_migration?schema=my+shop&table=orders&append=true&" + parameters,
        "9,x\n",
        "Idempotency-Key",
        "of-columns");
  }

  private HttpResponse<String> load(String table, String parameters, String csv) throws Exception {
    return api.send(
        "PUT",
        "/db_migration?schema=my+shop&table=%s&%s".formatted(encoded(table), parameters),
        csv);
  }

  private List<String> loads(String filter) throws Exception {
    HttpResponse<String> answer = api.send("GET", "/loads?" + filter, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body())
        .getJsonArray("loads").stream()
            .map(load -> ((JsonObject) load).getString("table"))
            .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonObject problem(HttpResponse<String> answer, int status, String code) {
    JsonObject problem =
        OwnWords.ofProblem(answer.headers().firstValue("Content-Type").orElse(""), answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    return problem;
  }
}
