package com.globant.hiring.http.table;

import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code listTables}: answers with all tables. */
public final class ListTablesHandler implements Handler<RoutingContext> {
  private final Buffer answer;

  public ListTablesHandler(Catalog catalog) {
    JsonArray tables = new JsonArray();
    catalog.tables().forEach(table -> tables.add(json(table)));
    this.answer = new JsonObject().put("tables", tables).toBuffer();
  }

  private static JsonObject json(Table table) {
    JsonArray columns = new JsonArray();
    for (Column column : table.columns()) {
      columns.add(
          new JsonObject()
              .put("name", column.name())
              .put("title", column.title())
              .put("type", column.type().typeName())
              .put("required", table.isRequired(column)));
    }
    return new JsonObject()
        .put("schema", table.schema().name())
        .put("table", table.name())
        .put("title", table.definition().title())
        .put("description", table.definition().description())
        .put("columns", columns)
        .put("primary_key", new JsonArray(table.definition().primaryKey()))
        .put("definition", path(table));
  }

  /** The path of the definition of a table. */
  private static String path(Table table) {
    return "/tables/%s?schema=%s".formatted(encoded(table.name()), encoded(table.schema().name()));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(answer);
  }
}
