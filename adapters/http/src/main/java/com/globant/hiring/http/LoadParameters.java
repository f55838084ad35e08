package com.globant.hiring.http;

import com.globant.hiring.application.DuplicateKeys;
import com.globant.hiring.application.HeaderLine;
import com.globant.hiring.application.LoadRequest;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.MissingValues;
import com.globant.hiring.domain.Table;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.validation.RequestParameter;
import io.vertx.ext.web.validation.RequestParameters;
import io.vertx.ext.web.validation.ValidationHandler;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The query of a load, whose shape the contract has checked already. */
final class LoadParameters {
  private final MultiMap query;
  private final RequestParameters parameters;
  private final List<String> schemas;

  LoadParameters(RoutingContext ctx, List<String> schemas) {
    this.query = ctx.queryParams();
    this.parameters = ctx.get(ValidationHandler.REQUEST_CONTEXT_KEY);
    this.schemas = schemas;
  }

  /**
   * @throws Refused where the table or the schema is unknown
   */
  LoadRequest request() {
    RequestParameter maxErrors = value("max_errors");
    return new LoadRequest(
        table(),
        schema(),
        flag("append"),
        // The contract's default must not win over what the media type says.
        query.contains("header") ? chosen(HeaderLine.class, "header") : null,
        orDefault(chosen(MissingValues.class, "missing"), MissingValues.NULL),
        "abort".equals(text("on_error")),
        maxErrors == null ? Long.MAX_VALUE : maxErrors.getLong(),
        orDefault(chosen(DuplicateKeys.class, "on_duplicate"), DuplicateKeys.REJECT),
        flag("dry_run"));
  }

  private boolean flag(String name) {
    RequestParameter parameter = value(name);
    return parameter != null && Boolean.TRUE.equals(parameter.getBoolean());
  }

  private Table table() {
    String name = required("table");
    return Table.named(name)
        .orElseThrow(
            () ->
                new Refused(
                    RefusalCode.UNKNOWN_TABLE,
                    "there is no table '%s'; the tables are %s".formatted(name, Table.names())));
  }

  private String schema() {
    String name = required("schema");
    if (!schemas.contains(name)) {
      throw new Refused(
          RefusalCode.UNKNOWN_SCHEMA,
          "there is no schema '%s'; the schemas are %s"
              .formatted(name, String.join(", ", schemas)));
    }
    return name;
  }

  private String required(String name) {
    String text = text(name);
    if (text == null || text.isEmpty()) {
      throw new Refused(
          RefusalCode.MISSING_PARAMETER, "the query parameter '%s' is empty".formatted(name));
    }
    return text;
  }

  private <E extends Enum<E>> @Nullable E chosen(Class<E> type, String name) {
    String text = text(name);
    return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static <E> E orDefault(@Nullable E value, E otherwise) {
    return value == null ? otherwise : value;
  }

  private @Nullable String text(String name) {
    RequestParameter parameter = value(name);
    return parameter == null ? null : parameter.getString();
  }

  private @Nullable RequestParameter value(String name) {
    return parameters.queryParameter(name);
  }
}
