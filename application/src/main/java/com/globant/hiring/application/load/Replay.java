package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.BodyMeasure;
import com.globant.hiring.application.body.FileList;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request whose idempotency key came with an earlier load. Gives that load's answer if the
 * request is the same.
 */
final class Replay {
  private final LoadRecord load;
  private final LoadRequest request;
  private final Body body;
  private final BodyMeasure measure;
  private final CsvSpools spools;
  private final ReportStore store;

  Replay(
      LoadRecord load,
      LoadRequest request,
      Body body,
      BodyMeasure measure,
      CsvSpools spools,
      ReportStore store) {
    this.load = load;
    this.request = request;
    this.body = body;
    this.measure = measure;
    this.spools = spools;
    this.store = store;
  }

  /**
   * Reads the body, or finds the files of the source again, to compare them. Blocks.
   *
   * @throws Refused if the request is another one, or the load still runs
   */
  LoadOutcome run() {
    if (!load.submission().request().equals(request)) {
      throw reused("other parameters");
    }
    if (!load.status().isSuccess()) {
      throw new Refused(
          RefusalCode.IDEMPOTENCY_KEY_IN_USE,
          "load %s, which came with the same Idempotency-Key, still runs; repeat the request when it has ended"
              .formatted(load.loadId()));
    }
    if (!sha256().equals(load.result().sha256())) {
      throw reused(request.source() == null ? "another body" : "other files");
    }
    return new LoadOutcome.Loaded(load.loadId(), request, load.result(), rejectsUrl(), true);
  }

  private String sha256() {
    if (request.source() != null) {
      try (FileList list = new FileList(spools, body.find())) {
        return list.sha256();
      }
    }
    try (InputStream bytes = measure.of(body.open()).bytes()) {
      bytes.transferTo(OutputStream.nullOutputStream());
      return measure.sha256();
    } catch (IOException failure) {
      throw BodyInterrupted.by(failure);
    }
  }

  private Refused reused(String other) {
    return new Refused(
        RefusalCode.IDEMPOTENCY_KEY_REUSED,
        "this Idempotency-Key came with %s before, in load %s; a new load takes a new key"
            .formatted(other, load.loadId()));
  }

  private @Nullable URI rejectsUrl() {
    return load.hasRejects(Instant.now())
        ? await(store.presign(load.submission().rejectsKey())).url()
        : null;
  }
}
