package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContractTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The thread that gets the builder is the one that has read and checked the contract. */
  @Test
  void contractIsReadOnAWorkerThreadEvenIfAnEventLoopAsks() {
    CompletableFuture<Boolean> onWorker = new CompletableFuture<>();
    CompletableFuture<Router> built = new CompletableFuture<>();
    vertx.runOnContext(
        eventLoop ->
            Contract.router(
                    vertx,
                    Contract.text(),
                    contract -> {
                      onWorker.complete(Context.isOnWorkerThread());
                      return Router.router(vertx);
                    })
                .onComplete(built::complete, built::completeExceptionally));

    built.join();
    assertThat(onWorker.join()).isTrue();
    assertThat(vertx.deploymentIDs()).isEmpty();
  }
}
