package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.http.request.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parameters of a load, which {@link TableParameters} has checked. */
final class LoadParameters {
  private LoadParameters() {}

  static LoadRequest request(Arguments query, Catalog catalog) {
    String columns = query.text("columns");
    String delimiter = query.text("delimiter");
    Long maxErrors = query.number("max_errors");
    LoadEngine engine = required(query.choice(LoadEngine.class, "engine"));
    if (engine == LoadEngine.SPARK && query.text("source") == null) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "engine=spark is for a source; leave it out, or name files in S3 as source in place of the"
              + " body");
    }
    return new LoadRequest(
        catalog.find(query.required("schema"), query.required("table")).orElseThrow(),
        query.required("schema"),
        query.flag("append"),
        query.text("source"),
        query.text("source") == null ? LoadEngine.SERVICE : engine,
        // The media type takes precedence over the default of the contract.
        query.isGiven("header") ? query.choice(HeaderLine.class, "header") : null,
        delimiter == null ? null : Delimiter.named(delimiter).orElseThrow(),
        columns == null ? null : ColumnMapping.parse(columns),
        required(query.choice(MissingValues.class, "missing")),
        query.required("on_error").equals("abort"),
        maxErrors == null ? Long.MAX_VALUE : maxErrors,
        required(query.choice(DuplicateKeys.class, "on_duplicate")),
        query.flag("dry_run"));
  }

  private static <E> E required(@Nullable E withDefault) {
    return Objects.requireNonNull(withDefault);
  }
}
