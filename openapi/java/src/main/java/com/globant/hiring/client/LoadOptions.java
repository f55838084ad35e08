package com.globant.hiring.client;

import com.globant.hiring.client.model.Delimiter;
import com.globant.hiring.client.model.Header;
import com.globant.hiring.client.model.Missing;
import com.globant.hiring.client.model.OnDuplicate;
import com.globant.hiring.client.model.OnError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a load is done. Immutable: each method gives options with one more setting. What is not set
 * is decided by the service; see the HTTP contract.
 */
public final class LoadOptions {
  private static final LoadOptions DEFAULTS =
      new LoadOptions(Map.of(), null, null, null, null, false);

  private final Map<String, String> query;
  private final @Nullable String contentType;
  private final @Nullable String idempotencyKey;
  private final @Nullable String requestId;
  private final @Nullable Progress progress;
  private final boolean async;

  private LoadOptions(
      Map<String, String> query,
      @Nullable String contentType,
      @Nullable String idempotencyKey,
      @Nullable String requestId,
      @Nullable Progress progress,
      boolean async) {
    this.query = query;
    this.contentType = contentType;
    this.idempotencyKey = idempotencyKey;
    this.requestId = requestId;
    this.progress = progress;
    this.async = async;
  }

  /** A load that replaces the content of the table. */
  public static LoadOptions replace() {
    return DEFAULTS;
  }

  /** A load that adds to the table. */
  public static LoadOptions append() {
    return DEFAULTS.with("append", "true");
  }

  /** The schema of the table, if it is not that of the client. */
  public LoadOptions schema(String schema) {
    return with("schema", schema);
  }

  public LoadOptions header(Header header) {
    return with("header", header.getValue());
  }

  public LoadOptions delimiter(Delimiter delimiter) {
    return with("delimiter", delimiter.getValue());
  }

  /**
   * Which columns of the file are which of the table: {@code Employee No:id,Full
   * name:name,Notes:-}.
   */
  public LoadOptions columns(String columns) {
    return with("columns", columns);
  }

  public LoadOptions missing(Missing missing) {
    return with("missing", missing.getValue());
  }

  public LoadOptions onError(OnError onError) {
    return with("on_error", onError.getValue());
  }

  /** The most refused rows that are allowed, 0 or more. */
  public LoadOptions maxErrors(long maxErrors) {
    return with("max_errors", Long.toString(maxErrors));
  }

  public LoadOptions onDuplicate(OnDuplicate onDuplicate) {
    return with("on_duplicate", onDuplicate.getValue());
  }

  /** Check everything and change nothing. */
  public LoadOptions dryRun() {
    return with("dry_run", "true");
  }

  /** Any parameter of the contract that has no method here. */
  public LoadOptions with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put(parameter, value);
    return new LoadOptions(more, contentType, idempotencyKey, requestId, progress, async);
  }

  /** The media type of the file, {@code text/csv} in UTF-8 by default. */
  public LoadOptions contentType(String contentType) {
    return new LoadOptions(query, contentType, idempotencyKey, requestId, progress, async);
  }

  /**
   * Identifies the load, so that another call with the same key, file and options loads nothing
   * again. By default each call has a new one.
   */
  public LoadOptions idempotencyKey(String idempotencyKey) {
    return new LoadOptions(query, contentType, idempotencyKey, requestId, progress, async);
  }

  /**
   * The id of the request in the log of the service, by which {@link HiringClient#loads()} also
   * finds the load while it runs: 1 to 128 of {@code A-Z a-z 0-9 _ . : / + = @ -}.
   */
  public LoadOptions requestId(String requestId) {
    return new LoadOptions(query, contentType, idempotencyKey, requestId, progress, async);
  }

  /** Reports what has been sent. */
  public LoadOptions progress(Progress progress) {
    return new LoadOptions(query, contentType, idempotencyKey, requestId, progress, async);
  }

  /** Return as soon as the file was received; {@link HiringClient#watch} then follows the load. */
  public LoadOptions async() {
    return new LoadOptions(query, contentType, idempotencyKey, requestId, progress, true);
  }

  Map<String, String> query() {
    return query;
  }

  String mediaType() {
    return contentType == null ? "text/csv" : contentType;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  @Nullable String requestId() {
    return requestId;
  }

  @Nullable Progress progress() {
    return progress;
  }

  boolean isAsync() {
    return async;
  }
}
