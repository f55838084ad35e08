package com.globant.hiring.http.table;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.http.answer.EntityTag;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Negotiation;
import com.globant.hiring.http.request.ParameterFault;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code getTable}: answers with the Table Schema of a table, or with its Data Resource if the
 * client prefers that.
 */
public final class GetTableHandler implements Handler<RoutingContext> {
  private static final String TABLE = "table";
  private static final String SCHEMA = "schema";

  private final TableParameters names;
  private final Map<Table, Texts> texts = new HashMap<>();

  private record Texts(Text schema, Text resource) {}

  private record Text(Buffer content, EntityTag tag) {
    static Text of(String json) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Text(Buffer.buffer(bytes), EntityTag.of(HexFormat.of().formatHex(hash)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has SHA-256", e);
      }
    }
  }

  /**
   * @param tableSchema writes the Table Schema of a table as JSON
   * @param dataResource writes its Data Resource as JSON
   */
  public GetTableHandler(
      Catalog catalog, Function<Table, String> tableSchema, Function<Table, String> dataResource) {
    this.names = new TableParameters(catalog);
    for (Table table : catalog.tables()) {
      texts.put(
          table, new Texts(Text.of(tableSchema.apply(table)), Text.of(dataResource.apply(table))));
    }
  }

  @Override
  public void handle(RoutingContext ctx) {
    String name = ctx.pathParam(TABLE);
    // An unknown schema was refused before.
    Optional<Schema> schema =
        Optional.ofNullable(Arguments.of(ctx).text(SCHEMA)).flatMap(names.catalog()::schema);
    List<Table> found = names.tablesOf(schema, name);
    if (found.isEmpty()) {
      Problems.answer(
          ctx,
          List.of(
              ParameterFault.ofPath(
                  RefusalCode.UNKNOWN_TABLE, TABLE, name, names.unknownTable(schema, name))));
    } else if (found.size() > 1) {
      Problems.answer(ctx, List.of(ambiguous(name, found)));
    } else {
      answer(ctx, Objects.requireNonNull(texts.get(found.get(0))));
    }
  }

  private static ParameterFault ambiguous(String name, List<Table> found) {
    return ParameterFault.missingInQuery(
        SCHEMA,
        "several schemas have a table '%s'; name one of them by the query parameter 'schema': %s"
            .formatted(
                name,
                TableParameters.list(found.stream().map(table -> table.schema().name()).toList())));
  }

  private static void answer(RoutingContext ctx, Texts texts) {
    String type = Negotiation.chosen(ctx);
    Text text = type.equals(Negotiation.JSON) ? texts.schema : texts.resource;
    ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (text.tag.isKnownTo(ctx)) {
      text.tag.answerNotModified(ctx);
    } else {
      text.tag.addTo(ctx).putHeader(HttpHeaders.CONTENT_TYPE, type).end(text.content);
    }
  }
}
