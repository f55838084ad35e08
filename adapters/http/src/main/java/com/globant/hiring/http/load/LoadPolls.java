package com.globant.hiring.http.load;

import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the records of loads that clients follow, each twice a second regardless of the number of
 * its streams.
 *
 * <p>For all event loops.
 */
public final class LoadPolls {
  /** Half of the documented second, because a read takes time too. */
  private static final long POLL_MILLIS = 500;

  private final Vertx vertx;
  private final LoadRecords records;
  private final HttpSettings.StreamLimits limits;
  private final Map<String, Set<Subscription>> byLoad = new HashMap<>();
  private int open;

  /** A stream that follows a load. Its handler is called on its context. */
  final class Subscription {
    private final String loadId;
    private final Context context;
    private final Handler<AsyncResult<Optional<LoadRecord>>> handler;

    private Subscription(
        String loadId, Context context, Handler<AsyncResult<Optional<LoadRecord>>> handler) {
      this.loadId = loadId;
      this.context = context;
      this.handler = handler;
    }

    /** Ends the calls, except for one that may have begun. Idempotent. */
    void cancel() {
      synchronized (LoadPolls.this) {
        Set<Subscription> others = byLoad.get(loadId);
        if (others != null && others.remove(this)) {
          open--;
        }
      }
    }
  }

  public LoadPolls(Vertx vertx, LoadRecords records, HttpSettings.StreamLimits limits) {
    this.vertx = vertx;
    this.records = records;
    this.limits = limits;
  }

  /**
   * Reads the record of a load again and again until {@link Subscription#cancel}.
   *
   * @param handler called with each result, also with failures, on the context of the caller
   * @throws HttpRefused if too many streams are open
   */
  synchronized Subscription subscribe(
      String loadId, Handler<AsyncResult<Optional<LoadRecord>>> handler) {
    Set<Subscription> others = byLoad.getOrDefault(loadId, Set.of());
    if (others.size() >= limits.perLoad()) {
      throw tooMany(limits.perLoad(), "this load", "limits.max_event_streams_per_load");
    }
    if (open >= limits.total()) {
      throw tooMany(limits.total(), "loads of this instance", "limits.max_event_streams");
    }
    Subscription subscription = new Subscription(loadId, vertx.getOrCreateContext(), handler);
    byLoad.computeIfAbsent(loadId, id -> pollLater(id, new HashSet<>())).add(subscription);
    open++;
    return subscription;
  }

  private static HttpRefused tooMany(int limit, String what, String setting) {
    return new HttpRefused(
        HttpCode.TOO_MANY_STREAMS,
        "%d streams follow %s, which is the most that may (%s); ask GET /loads/{load_id} from time to time, or come back later"
            .formatted(limit, what, setting));
  }

  private Set<Subscription> pollLater(String loadId, Set<Subscription> subscriptions) {
    vertx.setTimer(POLL_MILLIS, passed -> poll(loadId));
    return subscriptions;
  }

  private void poll(String loadId) {
    if (!subscriptions(loadId).isEmpty()) {
      Future.succeededFuture()
          .compose(nothing -> Future.fromCompletionStage(records.find(loadId)))
          .onComplete(
              read -> {
                for (Subscription each : subscriptions(loadId)) {
                  each.context.runOnContext(nothing -> each.handler.handle(read));
                }
                pollAgain(loadId);
              });
    }
  }

  private synchronized void pollAgain(String loadId) {
    Set<Subscription> left = byLoad.get(loadId);
    if (left != null && !left.isEmpty()) {
      pollLater(loadId, left);
    } else {
      byLoad.remove(loadId);
    }
  }

  /** The current subscriptions; ends the polling of a load without any. */
  private synchronized List<Subscription> subscriptions(String loadId) {
    Set<Subscription> subscriptions = byLoad.getOrDefault(loadId, Set.of());
    if (subscriptions.isEmpty()) {
      byLoad.remove(loadId);
    }
    return List.copyOf(subscriptions);
  }
}
