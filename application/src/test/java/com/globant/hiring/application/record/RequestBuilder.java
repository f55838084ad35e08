package com.globant.hiring.application.record;

import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import org.jspecify.annotations.Nullable;

/** Builds requests for tests: the contract's defaults, for a table of the schema "hiring". */
public final class RequestBuilder {
  private final Table table;
  private String schema = "hiring";
  private boolean append;
  private @Nullable String source;
  private LoadEngine engine = LoadEngine.SERVICE;
  private @Nullable HeaderLine header;
  private @Nullable Delimiter delimiter;
  private @Nullable ColumnMapping columns;
  private MissingValues missing = MissingValues.NULL;
  private boolean abortOnError;
  private long maxErrors = Long.MAX_VALUE;
  private DuplicateKeys duplicates = DuplicateKeys.REJECT;
  private boolean dryRun;

  private RequestBuilder(Table table) {
    this.table = table;
  }

  public static RequestBuilder request(Table table) {
    return new RequestBuilder(table);
  }

  public RequestBuilder schema(String value) {
    schema = value;
    return this;
  }

  public RequestBuilder append() {
    return append(true);
  }

  public RequestBuilder append(boolean value) {
    append = value;
    return this;
  }

  public RequestBuilder source(String value, LoadEngine reader) {
    source = value;
    engine = reader;
    return this;
  }

  public RequestBuilder header(@Nullable HeaderLine value) {
    header = value;
    return this;
  }

  public RequestBuilder delimiter(@Nullable Delimiter value) {
    delimiter = value;
    return this;
  }

  public RequestBuilder columns(ColumnMapping value) {
    columns = value;
    return this;
  }

  public RequestBuilder missing(MissingValues value) {
    missing = value;
    return this;
  }

  public RequestBuilder abortOnError() {
    abortOnError = true;
    return this;
  }

  public RequestBuilder maxErrors(long value) {
    maxErrors = value;
    return this;
  }

  public RequestBuilder duplicates(DuplicateKeys value) {
    duplicates = value;
    return this;
  }

  public RequestBuilder dryRun() {
    return dryRun(true);
  }

  public RequestBuilder dryRun(boolean value) {
    dryRun = value;
    return this;
  }

  public LoadRequest build() {
    return new LoadRequest(
        table,
        schema,
        append,
        source,
        engine,
        header,
        delimiter,
        columns,
        missing,
        abortOnError,
        maxErrors,
        duplicates,
        dryRun);
  }
}
