package com.globant.hiring.http.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.globant.hiring.application.Workers;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates clients by the key in {@code X-Api-Key}. One thread reads the list of keys again
 * and again; two others check bcrypt hashes from a bounded queue, so that wrong keys delay neither
 * a revocation nor keys without bcrypt.
 */
public final class ApiKeyAuthentication implements Authentication {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyAuthentication.class);
  private static final String HEADER = "X-Api-Key";
  private static final long READ_EVERY_MILLIS = 1000;

  /** Threads that hash; wrong keys must not use all processors. */
  static final int HASHING = 2;

  /** The most keys that wait for a thread, each for two seconds at most. */
  static final int WAITING = 64;

  private final ApiKeyList list;
  private final ScheduledExecutorService reader;
  private final ThreadPoolExecutor hashing;
  private volatile ApiKeys keys;

  /** The last problem of the list. Used by the reading thread only. */
  private String problem = "";

  /**
   * Reads the keys, which blocks.
   *
   * @throws ApiKeyList.Unusable if they cannot be used
   */
  public ApiKeyAuthentication(HttpSettings.ApiKeyAccess access) {
    this(access, ApiKeyAuthentication::matches);
  }

  /**
   * @param bcrypt whether a secret matches a bcrypt hash
   */
  public ApiKeyAuthentication(
      HttpSettings.ApiKeyAccess access, BiPredicate<byte[], String> bcrypt) {
    this.list = new ApiKeyList(access);
    this.keys = new ApiKeys(list.readChanged().orElse(List.of()), bcrypt);
    this.reader =
        Executors.newSingleThreadScheduledExecutor(Workers.daemons("hiring-api-key-list"));
    this.hashing =
        new ThreadPoolExecutor(
            HASHING,
            HASHING,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Workers.daemons("hiring-api-keys"));
    // It catches all exceptions and ends with its thread.
    var unused =
        reader.scheduleWithFixedDelay(
            this::readAgain, READ_EVERY_MILLIS, READ_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static boolean matches(byte[] secret, String hash) {
    return BCrypt.verifyer().verify(secret, hash.getBytes(StandardCharsets.US_ASCII)).verified;
  }

  /** If the list cannot be read, the last keys remain valid. */
  private void readAgain() {
    try {
      list.readChanged()
          .ifPresent(
              entries -> {
                keys = keys.reread(entries);
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
    return key == null
        ? Future.failedFuture(
            Authentication.unauthorized("an API key is needed, in the header " + HEADER))
        : authenticate(key, () -> request.response().closed());
  }

  /**
   * @param gone whether the connection of the request was closed; called by the hashing thread
   */
  Future<Caller> authenticate(String key, BooleanSupplier gone) {
    ApiKeys current = keys;
    Optional<Caller> known = current.find(key);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    return current.mayNeedBcrypt(key) ? hashed(key, gone) : Future.failedFuture(unknown());
  }

  private Future<Caller> hashed(String key, BooleanSupplier gone) {
    Context context = Vertx.currentContext();
    Promise<Caller> promise =
        context instanceof ContextInternal internal ? internal.promise() : Promise.promise();
    try {
      hashing.execute(
          () -> {
            try {
              // No client would receive the answer.
              Optional<Caller> caller = gone.getAsBoolean() ? Optional.empty() : keys.check(key);
              caller.ifPresentOrElse(promise::complete, () -> promise.fail(unknown()));
            } catch (RuntimeException e) {
              promise.fail(e);
            }
          });
    } catch (RejectedExecutionException full) {
      promise.fail(
          new HttpRefused(
              HttpCode.AUTHENTICATION_BUSY,
              "too many API keys are being checked at this moment; send the request again later"));
    }
    return promise.future();
  }

  private static HttpRefused unknown() {
    return Authentication.unauthorized("the API key in %s is not known".formatted(HEADER));
  }

  @Override
  public String challenge(HttpRefused refused) {
    return "ApiKey realm=\"hiring\"";
  }

  @Override
  public void close() {
    reader.shutdownNow();
    hashing.shutdownNow();
  }
}
