package com.globant.hiring.http;

import com.globant.hiring.application.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells clients by the key in {@code X-Api-Key}, by a list of keys that may change at any time. */
final class ApiKeyAuthentication implements Authentication {
  private static final Logger log = LoggerFactory.getLogger(ApiKeyAuthentication.class);
  private static final String HEADER = "X-Api-Key";
  private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(1);

  /** Threads that hash: bad keys must not take all processors from the loads. */
  private static final int WORKERS = 2;

  private final Vertx vertx;
  private final ApiKeyList list;
  private final WorkerExecutor workers;
  private final long timer;
  private volatile ApiKeys keys;

  /** What was last wrong with the list; for the one reading at a time. */
  private String problem = "";

  /**
   * Reads the keys, which blocks.
   *
   * @throws ApiKeyList.Unusable where they cannot be used
   */
  ApiKeyAuthentication(Vertx vertx, HttpSettings.ApiKeyAccess access) {
    this.vertx = vertx;
    this.list = new ApiKeyList(access);
    this.keys = new ApiKeys(list.readChanged().orElse(List.of()));
    this.workers = vertx.createSharedWorkerExecutor("hiring-api-keys", WORKERS);
    this.timer =
        vertx.setPeriodic(LOOK_MILLIS, passed -> workers.executeBlocking(this::readAgain, true));
  }

  /** A list that is broken or away for a moment must not lock everybody out. */
  private boolean readAgain() {
    try {
      list.readChanged()
          .ifPresent(
              entries -> {
                keys = new ApiKeys(entries);
                problem = "";
                log.info("{} API keys read", entries.size());
              });
      return true;
    } catch (ApiKeyList.Unusable unusable) {
      String told = problem;
      problem = String.valueOf(unusable.getMessage());
      if (!problem.equals(told)) {
        log.error("The API keys stay as they were: {}", problem);
      }
      return false;
    }
  }

  @Override
  public Future<Caller> authenticate(HttpServerRequest request) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return Future.failedFuture(
          Authentication.unauthorized("an API key is needed, in the header " + HEADER));
    }
    ApiKeys current = keys;
    return current
        .remembered(key)
        .map(Future::succeededFuture)
        .orElseGet(() -> workers.executeBlocking(() -> checked(current, key), false));
  }

  private static Caller checked(ApiKeys keys, String key) {
    return keys.check(key)
        .orElseThrow(
            () -> Authentication.unauthorized("the API key in %s is not known".formatted(HEADER)));
  }

  @Override
  public String challenge(Refused refused) {
    return "ApiKey realm=\"hiring\"";
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    workers.close();
  }
}
