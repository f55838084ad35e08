package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request whose idempotency key stands for another load: gives that load's answer, if it is the
 * same request indeed.
 */
final class Replay {
  private final LoadRecord load;
  private final LoadRequest request;
  private final MeasuredBody body;
  private final RowReader reader;
  private final ReportStore store;

  Replay(
      LoadRecord load,
      LoadRequest request,
      MeasuredBody body,
      RowReader reader,
      ReportStore store) {
    this.load = load;
    this.request = request;
    this.body = body;
    this.reader = reader;
    this.store = store;
  }

  /** Fails with {@link Refused} where the request is another one, or the load still runs. */
  CompletionStage<LoadOutcome> run() {
    if (!load.submission().request().equals(request)) {
      throw reused("other parameters");
    }
    if (!load.status().isSuccess()) {
      throw new Refused(
          RefusalCode.IDEMPOTENCY_KEY_IN_USE,
          "load %s, which came with the same Idempotency-Key, still runs; repeat the request when it has ended"
              .formatted(load.loadId()));
    }
    return reader
        .drain(body)
        .thenCompose(
            nothing -> {
              if (!body.sha256().equals(load.result().sha256())) {
                throw reused("another body");
              }
              return rejectsUrl();
            })
        .thenApply(this::firstAnswer);
  }

  private Refused reused(String other) {
    return new Refused(
        RefusalCode.IDEMPOTENCY_KEY_REUSED,
        "this Idempotency-Key came with %s before, in load %s; a new load takes a new key"
            .formatted(other, load.loadId()));
  }

  private CompletionStage<@Nullable URI> rejectsUrl() {
    return load.hasRejects(Instant.now())
        ? store.presign(load.submission().rejectsKey()).thenApply(PresignedUrl::url)
        : CompletableFuture.completedStage(null);
  }

  private LoadOutcome firstAnswer(@Nullable URI rejectsUrl) {
    LoadResult result = load.result();
    return new Loaded(
        load.loadId(),
        request,
        result.rows(),
        result.bytes(),
        Objects.requireNonNull(result.sha256(), "a successful load read its body"),
        result.elapsedMillis(),
        result.errors(),
        rejectsUrl,
        result.rejectsKept(),
        true);
  }
}
