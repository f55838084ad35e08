package com.globant.hiring.http.auth;

import com.globant.hiring.application.Workers;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpRefused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates clients by the key in {@code X-Api-Key}. A thread reads the list of keys every
 * second.
 */
public final class ApiKeyAuthentication implements Authentication {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyAuthentication.class);
  private static final String HEADER = "X-Api-Key";
  private static final long READ_EVERY_MILLIS = 1000;

  private final ApiKeyList list;
  private final ScheduledExecutorService reader;
  private volatile List<ApiKeyList.Entry> keys;

  /** The last problem of the list. Used by the reading thread only. */
  private String problem = "";

  /**
   * Reads the keys, which blocks.
   *
   * @throws ApiKeyList.Unusable if they cannot be used
   */
  public ApiKeyAuthentication(HttpSettings.ApiKeyAccess access) {
    this.list = new ApiKeyList(access);
    this.keys = list.readChanged().orElse(List.of());
    this.reader =
        Executors.newSingleThreadScheduledExecutor(Workers.daemons("hiring-api-key-list"));
    // It catches all exceptions and ends with its thread.
    var unused =
        reader.scheduleWithFixedDelay(
            this::readAgain, READ_EVERY_MILLIS, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** If the list cannot be read, the last keys remain valid. */
  private void readAgain() {
    try {
      list.readChanged()
          .ifPresent(
              entries -> {
                keys = entries;
                problem = "";
                LOG.info("{} API keys read", entries.size());
              });
    } catch (ApiKeyList.Unusable unusable) {
      String reported = problem;
      problem = String.valueOf(unusable.getMessage());
      if (!problem.equals(reported)) {
        LOG.error("The API keys stay as they were: {}", problem);
      }
    } catch (RuntimeException e) {
      // An exception would end the schedule.
      LOG.error("The API keys stay as they were, as reading them failed", e);
    }
  }

  @Override
  public Future<Caller> authenticate(HttpServerRequest request) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return Future.failedFuture(
          Authentication.unauthorized("an API key is needed, in the header " + HEADER));
    }
    return ApiKeyList.find(keys, key)
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    Authentication.unauthorized(
                        "the API key in %s is not known".formatted(HEADER))));
  }

  @Override
  public String challenge(HttpRefused refused) {
    return "ApiKey realm=\"hiring\"";
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
