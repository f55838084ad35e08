package com.globant.hiring.http;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.application.record.CancelLoad;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.rejects.ReadRejects;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.ApiKeyAuthentication;
import com.globant.hiring.http.auth.Authentication;
import com.globant.hiring.http.auth.JwtAuthentication;
import com.globant.hiring.http.connection.ConnectionLimiter;
import com.globant.hiring.http.connection.ParserRefusals;
import com.globant.hiring.http.load.LoadGate;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the service, with one event loop for each processor. */
public final class HttpAdapter {
  private final Vertx vertx;
  private final LoadGate gate;
  private final MigrateCsv migrateCsv;
  private final ConnectionLimiter connections;
  private final @Nullable Authentication authentication;
  private final String deployment;
  private final int port;

  /**
   * The use cases that requests call.
   *
   * @param publishReport null if no schema has the tables that are reported
   * @param sources what loads may read besides bodies
   * @param records looks up loads
   * @param readRejects gives their refused rows
   * @param catalog the tables that can be loaded
   * @param tableSchema writes the Table Schema of a table as JSON
   * @param dataResource writes its Data Resource as JSON, which has the Table Schema
   */
  public record UseCases(
      MigrateCsv migrateCsv,
      CancelLoad cancelLoad,
      @Nullable PublishReport publishReport,
      SourceFiles sources,
      LoadRecords records,
      ReadRejects readRejects,
      Catalog catalog,
      Function<Table, String> tableSchema,
      Function<Table, String> dataResource) {}

  private HttpAdapter(
      Vertx vertx,
      LoadGate gate,
      MigrateCsv migrateCsv,
      ConnectionLimiter connections,
      @Nullable Authentication authentication,
      String deployment,
      int port) {
    this.vertx = vertx;
    this.gate = gate;
    this.migrateCsv = migrateCsv;
    this.connections = connections;
    this.authentication = authentication;
    this.deployment = deployment;
    this.port = port;
  }

  /**
   * Begins to listen. Fails if the address is in use. Blocks while keys are read.
   *
   * @throws RuntimeException if the configured API keys cannot be used
   * @param dependencies the checks of readiness; each fails with {@link Refused} if its service is
   *     not available
   * @param metrics in the text format of Prometheus; called on event loops
   * @param parserRefusals receives the code of each request that the HTTP parser refused; called on
   *     event loops
   */
  public static Future<HttpAdapter> listen(
      Vertx vertx,
      HttpSettings settings,
      UseCases useCases,
      List<Supplier<CompletionStage<Void>>> dependencies,
      Supplier<String> metrics,
      Consumer<String> parserRefusals) {
    LoadGate gate = new LoadGate(settings.maxConcurrentLoads(), settings.maxLoadsOfCaller());
    Authentication authentication = authentication(vertx, settings.access());
    Api api = new Api(vertx, settings, authentication, gate, useCases, dependencies, metrics);
    ConnectionLimiter connections = new ConnectionLimiter(settings.connections());
    AtomicInteger port = new AtomicInteger(settings.port());
    return api.router()
        .compose(
            router ->
                vertx.deployVerticle(
                    () -> new Listener(router, settings, connections, port, parserRefusals),
                    new DeploymentOptions()
                        .setInstances(Runtime.getRuntime().availableProcessors())))
        .map(
            deployment ->
                new HttpAdapter(
                    vertx,
                    gate,
                    useCases.migrateCsv(),
                    connections,
                    authentication,
                    deployment,
                    port.get()));
  }

  private static @Nullable Authentication authentication(Vertx vertx, HttpSettings.Access access) {
    if (access instanceof HttpSettings.ApiKeyAccess keys) {
      return new ApiKeyAuthentication(keys);
    }
    if (access instanceof HttpSettings.JwtAccess tokens) {
      return new JwtAuthentication(vertx, tokens);
    }
    return null;
  }

  /** The port that is listened on. */
  public int port() {
    return port;
  }

  /** The number of open connections. */
  public int openConnections() {
    return connections.open();
  }

  /** The number of connections closed since the start because too many were open. */
  public long refusedConnections() {
    return connections.refused();
  }

  /**
   * Fails readiness and refuses new loads; completes when the last running load has ended here.
   * Loads on a cluster are left to other instances. Other requests are answered meanwhile.
   */
  public CompletionStage<Void> drain() {
    CompletionStage<Void> ended = migrateCsv.drain();
    return gate.drain().thenCompose(answered -> ended);
  }

  /** Closes the server and its connections; running loads are rolled back. */
  public Future<Void> close() {
    return vertx
        .undeploy(deployment)
        .onComplete(
            closed -> {
              if (authentication != null) {
                authentication.close();
              }
            });
  }

  private static final class Listener extends AbstractVerticle {
    /** The most bytes of a body that one read of the socket returns. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Router router;
    private final HttpSettings settings;
    private final ConnectionLimiter connections;
    private final AtomicInteger port;
    private final Consumer<String> parserRefusals;

    Listener(
        Router router,
        HttpSettings settings,
        ConnectionLimiter connections,
        AtomicInteger port,
        Consumer<String> parserRefusals) {
      this.router = router;
      this.settings = settings;
      this.connections = connections;
      this.port = port;
      this.parserRefusals = parserRefusals;
    }

    @Override
    public void start(Promise<Void> started) {
      HttpServerOptions options =
          new HttpServerOptions()
              .setHost(settings.address())
              // With port 0 each instance would get another port; with -1 Vert.x chooses one for
              // all.
              .setPort(settings.port() == 0 ? -1 : settings.port())
              .setMaxChunkSize(CHUNK_BYTES)
              // HTTP/1.1 only: the upgrade of Vert.x ignores that a body is cut, and buffers it
              // without a bound. See RATIONALE.md.
              .setHttp2ClearTextEnabled(false)
              .setHandle100ContinueAutomatically(false);
      vertx
          .createHttpServer(options)
          .connectionHandler(
              connection -> {
                // Added first, so that it sees and marks messages before the others.
                ParserRefusals.watch(connection, parserRefusals);
                connections.handle(connection);
              })
          .requestHandler(identified(router))
          .invalidRequestHandler(request -> ParserRefusals.answer(request, parserRefusals))
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }

    /** Runs before everything else, so that each answer has an id. */
    private static Handler<HttpServerRequest> identified(Handler<HttpServerRequest> next) {
      return request -> {
        RequestId.of(request);
        next.handle(request);
      };
    }
  }
}
