package com.globant.hiring.cli.input;

import com.globant.hiring.client.LoadOptions;
import com.globant.hiring.client.model.Delimiter;
import com.globant.hiring.client.model.Header;
import com.globant.hiring.client.model.OnDuplicate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a load that are parameters of its request. */
public final class LoadParameters {
  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "Separates fields: one of ${COMPLETION-CANDIDATES}.")
  private @Nullable Delimiter delimiter;

  @Option(
      names = "--header",
      paramLabel = "WHETHER",
      description = "Whether the first record is a header: ${COMPLETION-CANDIDATES}.")
  private @Nullable Header header;

  @Option(
      names = "--columns",
      paramLabel = "LIST",
      description = "Which columns of the file are which of the table: 'Employee No:id,Notes:-'.")
  private @Nullable String columns;

  @Option(names = "--charset", paramLabel = "NAME", description = "Charset of the files.")
  private @Nullable String charset;

  @Option(
      names = "--on-duplicate",
      paramLabel = "WHAT",
      description = "For keys that the table has already: ${COMPLETION-CANDIDATES}.")
  private @Nullable OnDuplicate onDuplicate;

  @Option(
      names = "--max-errors",
      paramLabel = "ROWS",
      description = "More refused rows than this refuse the whole file.")
  private @Nullable Long maxErrors;

  @Option(
      names = "--set",
      paramLabel = "PARAMETER=VALUE",
      description = "Sets another parameter of the HTTP contract, such as missing=reject.")
  private Map<String, String> others = new LinkedHashMap<>();

  public LoadOptions addTo(LoadOptions given) {
    LoadOptions options = given;
    if (delimiter != null) {
      options = options.delimiter(delimiter);
    }
    if (header != null) {
      options = options.header(header);
    }
    if (columns != null) {
      options = options.columns(columns);
    }
    if (charset != null) {
      options = options.contentType("text/csv; charset=" + charset);
    }
    if (onDuplicate != null) {
      options = options.onDuplicate(onDuplicate);
    }
    if (maxErrors != null) {
      options = options.maxErrors(maxErrors);
    }
    for (Map.Entry<String, String> other : others.entrySet()) {
      options = options.with(other.getKey(), other.getValue());
    }
    return options;
  }

  /** Equal for equal parameters. */
  public String identity() {
    return Arrays.asList(delimiter, header, columns, charset, onDuplicate, maxErrors, others)
        .toString();
  }
}
