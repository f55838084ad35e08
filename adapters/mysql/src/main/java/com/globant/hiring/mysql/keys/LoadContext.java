package com.globant.hiring.mysql.keys;

import com.globant.hiring.application.Blocking;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The Vert.x context that the statements of one load run on.
 *
 * @param table that is loaded
 */
public record LoadContext(Context context, Table table) {

  public Vertx vertx() {
    return context.owner();
  }

  /** Runs an action after those that were started before. For any thread. */
  public <T> CompletionStage<T> on(Supplier<Future<T>> action) {
    return Stages.on(
        context,
        action,
        failure ->
            DatabaseFailures.translated(
                failure,
                "another load, or another client, writes the same rows of %s; repeat this load when that has ended"
                    .formatted(table.name())));
  }

  /** As {@link #on}, and waits for the result. On the load's thread. */
  public <T> T await(Supplier<Future<T>> action) {
    return Blocking.await(on(action));
  }
}
