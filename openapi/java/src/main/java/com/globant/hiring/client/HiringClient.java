package com.globant.hiring.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.client.api.ApiClient;
import com.globant.hiring.client.api.LoadApi;
import com.globant.hiring.client.api.LoadApi.APICancelLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetRejectsRequest;
import com.globant.hiring.client.api.LoadApi.APIListLoadsRequest;
import com.globant.hiring.client.api.ServiceApi;
import com.globant.hiring.client.api.ServiceApi.APIWhoAmIRequest;
import com.globant.hiring.client.api.TablesApi;
import com.globant.hiring.client.api.TablesApi.APIGetTableRequest;
import com.globant.hiring.client.api.TablesApi.APIListTablesRequest;
import com.globant.hiring.client.model.Caller;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.LoadPage;
import com.globant.hiring.client.model.LoadStatus;
import com.globant.hiring.client.model.RejectPage;
import com.globant.hiring.client.model.RejectedRow;
import com.globant.hiring.client.model.TableSchema;
import com.globant.hiring.client.model.TableSummary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of the service. For any number of threads; calls block.
 *
 * <p>Lost connections, and answers that ask for it by {@code Retry-After}, are tried again within
 * {@link Builder#patience}. A load is done once however often it is sent, since it has an
 * idempotency key.
 *
 * <p>All calls throw {@link ProblemException} if the service refuses them and {@link
 * HiringException} if they fail for another reason, also if their thread is interrupted.
 */
public final class HiringClient {
  private final Transport transport;
  private final Uploads uploads;
  private final LoadApi loadApi;
  private final ServiceApi serviceApi;
  private final TablesApi tablesApi;

  private HiringClient(Builder builder) {
    this.transport =
        new Transport(
            builder.base,
            builder.credentials,
            builder.connectTimeout,
            builder.timeout,
            builder.patience,
            builder.listener);
    this.uploads = new Uploads(transport, builder.schema, this::onlySchema);
    ApiClient api = transport.generated();
    this.loadApi = new LoadApi(api);
    this.serviceApi = new ServiceApi(api);
    this.tablesApi = new TablesApi(api);
  }

  /**
   * Begins to configure a client.
   *
   * @param base of the service, such as {@code http://127.0.0.1:8080}
   */
  public static Builder builder(URI base) {
    return new Builder(base);
  }

  /** Configures a client. */
  public static final class Builder {
    private final URI base;
    private @Nullable String schema;
    private Consumer<HttpRequest.Builder> credentials = request -> {};
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration timeout = Duration.ofSeconds(60);
    private Duration patience = Duration.ofMinutes(5);
    private RetryListener listener = (failure, pause) -> {};

    private Builder(URI base) {
      this.base = base;
    }

    /**
     * The schema of the tables, unless the options of a load name another. Without it, the service
     * is asked for the schema that has the table.
     */
    public Builder schema(String schema) {
      this.schema = schema;
      return this;
    }

    /** Authenticates with an API key. */
    public Builder apiKey(String key) {
      this.credentials = request -> request.setHeader("X-Api-Key", key);
      return this;
    }

    /**
     * Authenticates with bearer tokens.
     *
     * @param token called for each request, so that an expired token can be replaced
     */
    public Builder bearerToken(Supplier<String> token) {
      this.credentials = request -> request.setHeader("Authorization", "Bearer " + token.get());
      return this;
    }

    /** Longest time to open a connection; 10 seconds by default. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /**
     * Longest time until an answer begins; 60 seconds by default. Loads have no limit of the
     * client, since the service has its own.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** Longest time to wait between the attempts of one call, in total; 5 minutes by default. */
    public Builder patience(Duration patience) {
      this.patience = patience;
      return this;
    }

    /** Reports each wait between two attempts. */
    public Builder onRetry(RetryListener listener) {
      this.listener = listener;
      return this;
    }

    public HiringClient build() {
      return new HiringClient(this);
    }
  }

  /**
   * Loads a file of any size. It is streamed.
   *
   * @param file CSV, also compressed with gzip or zstd
   */
  public LoadOutcome load(String table, Path file, LoadOptions options) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException unreadable) {
      throw new HiringException("cannot read " + file, unreadable);
    }
    return uploads.send(
        "POST", table, () -> BodyPublishers.ofFile(file), size, options, options.mediaType());
  }

  /**
   * Loads a stream of any size that is not known before.
   *
   * @param open opens the stream; called for each attempt, and each stream must have the same
   *     bytes. The client closes it
   */
  public LoadOutcome load(String table, Supplier<? extends InputStream> open, LoadOptions options) {
    return uploads.send(
        "POST", table, () -> BodyPublishers.ofInputStream(open), -1, options, options.mediaType());
  }

  /**
   * Loads a stream of a known size, so that one that ends early is not loaded.
   *
   * @param open as for a stream of an unknown size
   * @param size in bytes, 1 or more
   */
  public LoadOutcome load(
      String table, Supplier<? extends InputStream> open, long size, LoadOptions options) {
    return uploads.send(
        "POST",
        table,
        () -> BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(open), size),
        size,
        options,
        options.mediaType());
  }

  /**
   * Loads rows.
   *
   * @param rows 1 to 1000, each with values by column name: numbers, strings, booleans, null
   */
  public LoadOutcome loadRows(
      String table, List<? extends Map<String, ?>> rows, LoadOptions options) {
    byte[] json;
    try {
      json = transport.mapper().writeValueAsBytes(rows);
    } catch (IOException failure) {
      throw new HiringException("the rows cannot be written as JSON", failure);
    }
    return uploads.send(
        "PUT", table, () -> BodyPublishers.ofByteArray(json), json.length, options, Transport.JSON);
  }

  /**
   * Loads objects in S3, which the service reads itself. Returns at once; {@link #watch} follows
   * the load, and {@link #awaitEnd} waits for it.
   *
   * @param source {@code s3://bucket/key}, or {@code s3://bucket/prefix/} for all objects below it
   */
  public LoadOutcome loadSource(String table, String source, LoadOptions options) {
    return uploads.send(
        "POST", table, BodyPublishers::noBody, 0, options.with("source", source), Transport.CSV);
  }

  /** The schema of the only table of this name. */
  private String onlySchema(String table) {
    List<String> schemas =
        tables().stream()
            .filter(each -> each.getTable().equals(table))
            .map(TableSummary::getSchema)
            .toList();
    if (schemas.size() > 1) {
      throw new IllegalArgumentException(
          "the schemas %s have a table %s; name one of them in the options or the client"
              .formatted(String.join(", ", schemas), table));
    }
    // The service then refuses the table, and names those that there are.
    return schemas.isEmpty() ? "hiring" : schemas.get(0);
  }

  /** The record of a load. */
  public Load get(String loadId) {
    return transport.call(
        () -> loadApi.getLoad(APIGetLoadRequest.newBuilder().loadId(loadId).build()));
  }

  /** Ends a running load; nothing of it is in the table then. */
  public Load cancel(String loadId) {
    return transport.call(
        () -> loadApi.cancelLoad(APICancelLoadRequest.newBuilder().loadId(loadId).build()));
  }

  /** The records of all loads, newest first. Pages are read as they are needed. */
  public Stream<Load> loads() {
    return loads(null, null);
  }

  /**
   * The records of loads, newest first. Pages are read as they are needed.
   *
   * @param table only loads of tables of this name, or null
   * @param status only loads with this status, or null
   */
  public Stream<Load> loads(@Nullable String table, @Nullable LoadStatus status) {
    return loads(null, table, status);
  }

  /**
   * As {@link #loads(String, LoadStatus)}.
   *
   * @param schema only loads of tables of this schema, or null
   */
  public Stream<Load> loads(
      @Nullable String schema, @Nullable String table, @Nullable LoadStatus status) {
    return Pages.stream(
        before -> {
          LoadPage page =
              transport.call(
                  () ->
                      loadApi.listLoads(
                          APIListLoadsRequest.newBuilder()
                              .schema(schema)
                              .table(table)
                              .status(status)
                              .before(before)
                              .build()));
          return new Pages.Page<>(page.getLoads(), page.getNext());
        });
  }

  /** All refused rows of a load, in file order. Pages are read as they are needed. */
  public Stream<RejectedRow> rejects(String loadId) {
    return Pages.stream(
        after -> {
          RejectPage page =
              transport.call(
                  () ->
                      loadApi.getRejects(
                          APIGetRejectsRequest.newBuilder()
                              .loadId(loadId)
                              .limit(1000)
                              .after(after)
                              .build()));
          return new Pages.Page<>(page.getRows(), page.getNext());
        });
  }

  /**
   * Writes all refused rows of a load to a file as CSV: {@code line,column,code,message,raw}.
   *
   * @param file replaced if it exists
   */
  public void rejects(String loadId, Path file) {
    transport.download("loads/" + Transport.encoded(loadId) + "/rejects", Transport.CSV, file);
  }

  /**
   * Follows a load until it has ended: its state at once, then about every second. A lost
   * connection is opened again.
   *
   * @return to be closed, unless it is read to its end
   */
  public Stream<LoadEvent> watch(String loadId) {
    String path = "loads/" + Transport.encoded(loadId) + "/events";
    return new EventIterator(
            transport.mapper(),
            () -> transport.call(() -> transport.stream(path, "text/event-stream")))
        .stream();
  }

  /**
   * Waits until a load has ended, and returns its record. For loads that the service runs itself.
   */
  public Load awaitEnd(String loadId) {
    try (Stream<LoadEvent> events = watch(loadId)) {
      return events
          .reduce((earlier, later) -> later)
          .orElseThrow(() -> new HiringException("no event of load " + loadId, null))
          .load();
    }
  }

  /** The rows of a report on one year (UTC). */
  public <R> List<R> report(Report<R> report, int year) {
    return transport.call(
        () -> {
          try (InputStream json = transport.stream(report.path(year), Transport.JSON)) {
            JsonNode rows = transport.mapper().readTree(json).get("rows");
            return transport.mapper().convertValue(rows, report.listType(transport.mapper()));
          }
        });
  }

  /**
   * Writes a report on one year (UTC) to a file as CSV.
   *
   * @param file replaced if it exists
   */
  public void report(Report<?> report, int year, Path file) {
    transport.download(report.path(year), Transport.CSV, file);
  }

  /** The tables that can be loaded. */
  public List<TableSummary> tables() {
    return transport
        .call(() -> tablesApi.listTables(APIListTablesRequest.newBuilder().build()))
        .getTables();
  }

  /**
   * The definition of a table, a Table Schema of the Data Package standard.
   *
   * @param schema may be null if only one schema has the table
   */
  public TableSchema definition(@Nullable String schema, String table) {
    return transport.call(
        () ->
            tablesApi.getTable(
                APIGetTableRequest.newBuilder().schema(schema).table(table).build()));
  }

  /** The name and the roles of this client. */
  public Caller whoAmI() {
    return transport.call(() -> serviceApi.whoAmI(APIWhoAmIRequest.newBuilder().build()));
  }
}
