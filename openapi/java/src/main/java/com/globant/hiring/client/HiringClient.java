package com.globant.hiring.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.api.ApiClient;
import com.globant.hiring.client.api.ApiException;
import com.globant.hiring.client.api.LoadApi;
import com.globant.hiring.client.api.LoadApi.APICancelLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetRejectsRequest;
import com.globant.hiring.client.api.LoadApi.APIListLoadsRequest;
import com.globant.hiring.client.api.ServiceApi;
import com.globant.hiring.client.api.ServiceApi.APIWhoAmIRequest;
import com.globant.hiring.client.api.TablesApi;
import com.globant.hiring.client.api.TablesApi.APIListTablesRequest;
import com.globant.hiring.client.model.Caller;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.LoadPage;
import com.globant.hiring.client.model.LoadStatus;
import com.globant.hiring.client.model.RejectPage;
import com.globant.hiring.client.model.RejectedRow;
import com.globant.hiring.client.model.TableSummary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private static final String CSV = "text/csv";
  private static final String JSON = "application/json";

  /** For smaller files, waiting for the leave to send them takes longer than sending them. */
  private static final long SMALL_FILE = 64 * 1024;

  private final URI base;
  private final @Nullable String schema;
  private final Consumer<HttpRequest.Builder> credentials;
  private final Duration timeout;
  private final HttpClient http;
  private final ObjectMapper mapper = ApiClient.createDefaultObjectMapper();
  private final Retries retries;
  private final LoadApi loadApi;
  private final ServiceApi serviceApi;
  private final TablesApi tablesApi;

  private HiringClient(Builder builder) {
    this.base = builder.base;
    this.schema = builder.schema;
    this.credentials = builder.credentials;
    this.timeout = builder.timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(builder.connectTimeout)
            .build();
    this.retries = new Retries(builder.patience, mapper);
    ApiClient api = new SharedApiClient(http);
    api.updateBaseUri(base.toString().replaceFirst("/$", ""));
    api.setReadTimeout(timeout);
    api.setRequestInterceptor(credentials);
    this.loadApi = new LoadApi(api);
    this.serviceApi = new ServiceApi(api);
    this.tablesApi = new TablesApi(api);
  }

  /** The generated client would make a new one for each of its parts. */
  private static final class SharedApiClient extends ApiClient {
    private final HttpClient shared;

    SharedApiClient(HttpClient shared) {
      this.shared = shared;
    }

    @Override
    public HttpClient getHttpClient() {
      return shared;
    }
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
    return upload(
        "POST", table, () -> BodyPublishers.ofFile(file), size, options, options.mediaType());
  }

  /**
   * Loads a stream of any size.
   *
   * @param open opens the stream; called for each attempt, and each stream must have the same
   *     bytes. The client closes it
   */
  public LoadOutcome load(String table, Supplier<? extends InputStream> open, LoadOptions options) {
    return upload(
        "POST", table, () -> BodyPublishers.ofInputStream(open), -1, options, options.mediaType());
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
      json = mapper.writeValueAsBytes(rows);
    } catch (IOException failure) {
      throw new HiringException("the rows cannot be written as JSON", failure);
    }
    return upload("PUT", table, () -> BodyPublishers.ofByteArray(json), json.length, options, JSON);
  }

  private interface Body {
    BodyPublisher open() throws IOException;
  }

  private LoadOutcome upload(
      String method, String table, Body body, long size, LoadOptions options, String contentType) {
    URI target = target(table, options);
    String key =
        options.idempotencyKey() == null ? UUID.randomUUID().toString() : options.idempotencyKey();
    return retries.call(
        true,
        () -> {
          BodyPublisher publisher = body.open();
          Progress progress = options.progress();
          HttpRequest.Builder request =
              HttpRequest.newBuilder(target)
                  .method(
                      method,
                      progress == null
                          ? publisher
                          : new MeasuredPublisher(publisher, size, progress))
                  // A refusal then does not cost sending the whole file.
                  .expectContinue(size < 0 || size > SMALL_FILE)
                  .setHeader("Content-Type", contentType)
                  .setHeader("Accept", JSON)
                  .setHeader("Idempotency-Key", '"' + escaped(key) + '"');
          if (options.isAsync()) {
            request.setHeader("Prefer", "respond-async");
          }
          credentials.accept(request);
          return mapper.readValue(
              answer(http.send(request.build(), BodyHandlers.ofString())), LoadOutcome.class);
        });
  }

  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private URI target(String table, LoadOptions options) {
    StringBuilder query = new StringBuilder("db_migration?table=").append(encoded(table));
    if (!options.query().containsKey("schema")) {
      query.append("&schema=").append(encoded(schema == null ? onlySchema(table) : schema));
    }
    options
        .query()
        .forEach(
            (name, value) -> query.append('&').append(name).append('=').append(encoded(value)));
    return resolved(query.toString());
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

  private URI resolved(String path) {
    return URI.create(base.toString().replaceFirst("/?$", "/") + path);
  }

  private static String encoded(String text) {
    return ApiClient.urlEncode(text);
  }

  private static String answer(HttpResponse<String> response) throws ApiException {
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(response.statusCode(), "refused", response.headers(), response.body());
    }
    return response.body();
  }

  /** The record of a load. */
  public Load get(String loadId) {
    return retries.call(
        true, () -> loadApi.getLoad(APIGetLoadRequest.newBuilder().loadId(loadId).build()));
  }

  /** Ends a running load; nothing of it is in the table then. */
  public Load cancel(String loadId) {
    return retries.call(
        true, () -> loadApi.cancelLoad(APICancelLoadRequest.newBuilder().loadId(loadId).build()));
  }

  /** The records of all loads, newest first. Pages are read as they are needed. */
  public Stream<Load> loads() {
    return loads(null, null);
  }

  /**
   * The records of loads, newest first. Pages are read as they are needed.
   *
   * @param table only loads of this table, or null
   * @param status only loads with this status, or null
   */
  public Stream<Load> loads(@Nullable String table, @Nullable LoadStatus status) {
    return Pages.stream(
        before -> {
          LoadPage page =
              retries.call(
                  true,
                  () ->
                      loadApi.listLoads(
                          APIListLoadsRequest.newBuilder()
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
              retries.call(
                  true,
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
   * Follows a load until it has ended: its state at once, then about every second. A lost
   * connection is opened again.
   *
   * @return to be closed, unless it is read to its end
   */
  public Stream<LoadEvent> watch(String loadId) {
    EventIterator events =
        new EventIterator(
            mapper,
            () ->
                retries.call(
                    true,
                    () -> {
                      HttpRequest.Builder request =
                          HttpRequest.newBuilder(resolved("loads/" + encoded(loadId) + "/events"))
                              .timeout(timeout)
                              .setHeader("Accept", "text/event-stream");
                      credentials.accept(request);
                      return body(http.send(request.build(), BodyHandlers.ofInputStream()));
                    }));
    return events.stream();
  }

  /** The rows of a report on one year (UTC). */
  public <R> List<R> report(Report<R> report, int year) {
    return retries.call(
        true,
        () -> {
          HttpRequest request = reportRequest(report, year, JSON);
          JsonNode answer = mapper.readTree(answer(http.send(request, BodyHandlers.ofString())));
          return mapper.convertValue(answer.get("rows"), report.listType(mapper));
        });
  }

  /**
   * Writes a report on one year (UTC) to a file as CSV.
   *
   * @param file replaced if it exists
   */
  public void report(Report<?> report, int year, Path file) {
    retries.call(
        true,
        () -> {
          HttpRequest request = reportRequest(report, year, CSV);
          try (InputStream csv = body(http.send(request, BodyHandlers.ofInputStream()))) {
            return Files.copy(csv, file, StandardCopyOption.REPLACE_EXISTING);
          }
        });
  }

  private HttpRequest reportRequest(Report<?> report, int year, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(resolved("reports/%s?year=%d".formatted(report.name(), year)))
            .timeout(timeout)
            .setHeader("Accept", type);
    credentials.accept(request);
    return request.build();
  }

  private static InputStream body(HttpResponse<InputStream> response)
      throws IOException, ApiException {
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    try (InputStream problem = response.body()) {
      throw new ApiException(
          response.statusCode(),
          "refused",
          response.headers(),
          new String(problem.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The tables that can be loaded. */
  public List<TableSummary> tables() {
    return retries
        .call(true, () -> tablesApi.listTables(APIListTablesRequest.newBuilder().build()))
        .getTables();
  }

  /** The name and the roles of this client. */
  public Caller whoAmI() {
    return retries.call(true, () -> serviceApi.whoAmI(APIWhoAmIRequest.newBuilder().build()));
  }
}
