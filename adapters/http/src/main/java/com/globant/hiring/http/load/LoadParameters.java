package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.DuplicateKeys;
import com.globant.hiring.application.load.HeaderLine;
import com.globant.hiring.application.load.LoadRequest;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.ParameterFault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a load. */
public final class LoadParameters {
  private LoadParameters() {}

  /** Checks that the contract does not describe: whether the table and the schema exist. */
  public static Map<String, Function<String, @Nullable ParameterFault>> checks(
      Catalog catalog, List<String> schemas) {
    return Map.of(
        "table",
        name ->
            catalog.named(name).isPresent()
                ? null
                : ParameterFault.ofQuery(
                    RefusalCode.UNKNOWN_TABLE,
                    "table",
                    name,
                    "there is no table '%s'; the tables are %s"
                        .formatted(Problem.cut(name), catalog.names())),
        "schema",
        name ->
            schemas.contains(name)
                ? null
                : ParameterFault.ofQuery(
                    RefusalCode.UNKNOWN_SCHEMA,
                    "schema",
                    name,
                    "there is no schema '%s'; the schemas are %s"
                        .formatted(Problem.cut(name), String.join(", ", schemas))));
  }

  static LoadRequest request(Arguments query, Catalog catalog) {
    Long maxErrors = query.number("max_errors");
    return new LoadRequest(
        catalog.named(query.required("table")).orElseThrow(),
        query.required("schema"),
        query.flag("append"),
        // The media type takes precedence over the default of the contract.
        query.isGiven("header") ? query.choice(HeaderLine.class, "header") : null,
        delimiter(query.text("delimiter")),
        null,
        required(query.choice(MissingValues.class, "missing")),
        query.required("on_error").equals("abort"),
        maxErrors == null ? Long.MAX_VALUE : maxErrors,
        required(query.choice(DuplicateKeys.class, "on_duplicate")),
        query.flag("dry_run"));
  }

  private static @Nullable Delimiter delimiter(@Nullable String text) {
    return text == null
        ? null
        : Arrays.stream(Delimiter.values())
            .filter(one -> text.equals(one.word()) || text.equals(String.valueOf(one.character())))
            .findFirst()
            .orElseThrow();
  }

  private static <E> E required(@Nullable E withDefault) {
    return Objects.requireNonNull(withDefault);
  }
}
