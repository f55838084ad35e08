package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.report.PublishReport;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.http.answer.AnswerHeaders;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.auth.AccessGuard;
import com.globant.hiring.http.auth.Authentication;
import com.globant.hiring.http.auth.CrossOrigin;
import com.globant.hiring.http.auth.LocalHost;
import com.globant.hiring.http.auth.Role;
import com.globant.hiring.http.auth.WhoAmIHandler;
import com.globant.hiring.http.load.CancelLoadHandler;
import com.globant.hiring.http.load.FormParameters;
import com.globant.hiring.http.load.GetLoadHandler;
import com.globant.hiring.http.load.GetRejectsHandler;
import com.globant.hiring.http.load.ListLoadsHandler;
import com.globant.hiring.http.load.LoadGate;
import com.globant.hiring.http.load.LoadPolls;
import com.globant.hiring.http.load.MigrateCsvHandler;
import com.globant.hiring.http.load.WatchLoadHandler;
import com.globant.hiring.http.page.Page;
import com.globant.hiring.http.report.ReportHandler;
import com.globant.hiring.http.request.AccessLog;
import com.globant.hiring.http.request.Negotiation;
import com.globant.hiring.http.request.Parameters;
import com.globant.hiring.http.request.Problems;
import com.globant.hiring.http.request.RequestTarget;
import com.globant.hiring.http.table.GetTableHandler;
import com.globant.hiring.http.table.ListTablesHandler;
import com.globant.hiring.http.table.TableParameters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.Operation;
import io.vertx.ext.web.openapi.RouterBuilder;
import io.vertx.ext.web.openapi.RouterBuilderOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes: each operation of the contract with its handler, and what the contract does not
 * describe.
 */
final class Api {
  /** The extension of the contract that names the role of an operation. */
  private static final String ROLE = "x-role";

  /** The order of handlers that run before the guards of the operations. */
  private static final int FIRST = -1000;

  private final Vertx vertx;
  private final List<String> origins;
  private final @Nullable LocalHost localHost;
  private final TableParameters tableParameters;
  private final Buffer contract = Contract.text();
  private final Page page = new Page();
  private final @Nullable Authentication authentication;
  private final Map<String, Handler<RoutingContext>> handlers;
  private final HttpSettings settings;

  Api(
      Vertx vertx,
      HttpSettings settings,
      @Nullable Authentication authentication,
      LoadGate gate,
      HttpAdapter.UseCases useCases,
      List<Supplier<CompletionStage<Void>>> dependencies,
      Supplier<String> metrics) {
    this.vertx = vertx;
    this.settings = settings;
    this.origins = settings.origins();
    this.localHost = settings.isForThisMachineOnly() ? new LocalHost(settings.address()) : null;
    this.tableParameters = new TableParameters(useCases.catalog());
    this.authentication = authentication;
    LoadRecords records = useCases.records();
    @Nullable PublishReport publishReport = useCases.publishReport();
    MigrateCsvHandler migrate =
        new MigrateCsvHandler(
            useCases.migrateCsv(), records, useCases.sources(), useCases.catalog(), settings, gate);
    this.handlers =
        Map.ofEntries(
            Map.entry("migrateCsv", migrate),
            Map.entry("migrateCsvPut", migrate),
            Map.entry("listTables", new ListTablesHandler(useCases.catalog())),
            Map.entry(
                "getTable",
                new GetTableHandler(
                    useCases.catalog(), useCases.tableSchema(), useCases.dataResource())),
            Map.entry("listLoads", new ListLoadsHandler(records)),
            Map.entry("getLoad", new GetLoadHandler(records)),
            Map.entry("getRejects", new GetRejectsHandler(records, useCases.readRejects())),
            Map.entry(
                "watchLoad",
                new WatchLoadHandler(
                    records,
                    new LoadPolls(vertx, records, settings.streams()),
                    settings.streams().recheck())),
            Map.entry("cancelLoad", new CancelLoadHandler(useCases.cancelLoad())),
            Map.entry(
                "hiresByQuarter",
                ReportHandler.ofLinks(publishReport, records, Report.HIRES_BY_QUARTER)),
            Map.entry(
                "departmentsAboveMean",
                ReportHandler.ofLinks(publishReport, records, Report.DEPARTMENTS_ABOVE_MEAN)),
            Map.entry(
                "readHiresByQuarter",
                ReportHandler.ofRows(publishReport, records, Report.HIRES_BY_QUARTER)),
            Map.entry(
                "readDepartmentsAboveMean",
                ReportHandler.ofRows(publishReport, records, Report.DEPARTMENTS_ABOVE_MEAN)),
            Map.entry("whoAmI", new WhoAmIHandler()),
            Map.entry("healthLive", HealthHandler::live),
            Map.entry("healthReady", new HealthHandler(dependencies, gate)),
            Map.entry("getMetrics", ctx -> metrics(ctx, metrics.get())),
            Map.entry("getOpenApi", this::contract));
  }

  Future<Router> router() {
    return Contract.router(vertx, contract, this::router);
  }

  private Router router(RouterBuilder contract) {
    contract.setOptions(
        new RouterBuilderOptions()
            .setRequireSecurityHandlers(false)
            .setMountNotImplementedHandler(false));
    // This replaces the default root handler, which would read the whole body.
    contract.rootHandler((PlatformHandler) RoutingContext::next);
    LoadGate forms = new LoadGate(settings.maxConcurrentLoads(), settings.maxLoadsOfCaller());
    Map<Operation, List<Handler<RoutingContext>>> withNamesInPath = new LinkedHashMap<>();
    for (Operation operation : contract.operations()) {
      Handler<RoutingContext> handler = handlers.get(operation.getOperationId());
      if (handler == null) {
        throw new IllegalStateException("No handler for " + operation.getOperationId());
      }
      List<String> types = Contract.answerTypes(contract.getOpenAPI(), operation);
      List<Handler<RoutingContext>> steps = new ArrayList<>();
      // It redirects clients that ask for none of its types.
      if (!types.isEmpty() && !(handler instanceof GetRejectsHandler)) {
        steps.add(new Negotiation(types));
      }
      List<JsonObject> parameters = Contract.parameters(contract.getOpenAPI(), operation);
      if (handler instanceof MigrateCsvHandler) {
        steps.add(new FormParameters(parameters, settings.body(), forms));
      }
      steps.add(new Parameters(parameters, tableParameters));
      steps.add(handler);
      if (operation.getOpenAPIPath().contains("{")) {
        withNamesInPath.put(operation, steps);
      } else {
        steps.forEach(operation::handler);
      }
    }
    Contract.leaveChecksToHandlers(contract);
    Router router = contract.createRouter();
    // The builder's own routes do not match names with characters such as ( and ' in them.
    withNamesInPath.forEach(
        (operation, steps) -> {
          Route route = router.route(operation.getHttpMethod(), vertxPath(operation));
          steps.forEach(route::handler);
        });
    page.mount(router);
    Docs.mount(vertx, router);
    // Vert.x answers HEAD with the handler of GET, without the body.
    router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
        .forEach(route -> route.method(HttpMethod.HEAD));
    router.route().order(FIRST).handler(new AccessLog());
    router.route().order(FIRST + 1).handler(new AnswerHeaders());
    router.route().order(FIRST + 2).handler(new RequestTarget());
    if (localHost != null) {
      router.route().order(FIRST + 3).handler(localHost);
    }
    // Before the guards: browsers send preflight requests without a key.
    router.route().order(FIRST + 4).handler(new CrossOrigin(origins));
    guard(router, contract.operations());
    AllowedMethods allowed = new AllowedMethods(contract.operations());
    router.errorHandler(400, Api::unreadable);
    router.errorHandler(404, Api::notFound);
    router.errorHandler(405, ctx -> methodNotAllowed(ctx, allowed));
    router.errorHandler(500, Api::failed);
    return router;
  }

  /** Adds the guards before the handlers of operations. */
  private void guard(Router router, List<Operation> operations) {
    if (authentication == null) {
      return;
    }
    int order = -operations.size();
    for (Operation operation : operations) {
      String role = operation.getOperationModel().getString(ROLE);
      if (role != null) {
        Route route = router.route(operation.getHttpMethod(), vertxPath(operation));
        if (operation.getHttpMethod().equals(HttpMethod.GET)) {
          route.method(HttpMethod.HEAD);
        }
        route
            .order(order++)
            .handler(new AccessGuard(authentication, Role.named(role).orElseThrow()));
      } else if (!operation.getOperationModel().getJsonArray("security").isEmpty()) {
        throw new IllegalStateException("No %s for %s".formatted(ROLE, operation));
      }
    }
  }

  private static String vertxPath(Operation operation) {
    return operation.getOpenAPIPath().replaceAll("\\{(\\w+)}", ":$1");
  }

  private void contract(RoutingContext ctx) {
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml").end(contract);
  }

  private static void metrics(RoutingContext ctx, String text) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(text);
  }

  /** The router refuses requests without a valid Host before any route. */
  private static void unreadable(RoutingContext ctx) {
    Problems.answer(
        ctx,
        Problem.of(
            RefusalCode.MALFORMED_REQUEST,
            "HTTP/1.1 takes exactly one header Host with a name or an address, as in Host: localhost:8080"));
  }

  private static void notFound(RoutingContext ctx) {
    if (ctx.request().method().equals(HttpMethod.OPTIONS) && ctx.request().path().equals("*")) {
      answerOptions(ctx, "GET, HEAD, OPTIONS, POST, PUT, DELETE");
      return;
    }
    Problems.answer(
        ctx,
        Problem.of(
            HttpCode.NOT_FOUND,
            "there is nothing at %s; /docs/ shows all paths"
                .formatted(Problem.cut(ctx.request().path()))));
  }

  private static void methodNotAllowed(RoutingContext ctx, AllowedMethods allowed) {
    String methods = allowed.of(ctx.request().path());
    if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
      answerOptions(ctx, methods);
      return;
    }
    ctx.response().putHeader(HttpHeaders.ALLOW, methods);
    Problems.answer(
        ctx,
        Problem.of(
            HttpCode.METHOD_NOT_ALLOWED,
            "%s is not allowed here; use %s".formatted(ctx.request().method(), methods)));
  }

  private static void answerOptions(RoutingContext ctx, String methods) {
    ctx.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, methods).end();
  }

  /** A handler threw an exception. */
  private static void failed(RoutingContext ctx) {
    Problems.answer(ctx, Objects.requireNonNullElseGet(ctx.failure(), IllegalStateException::new));
  }
}
