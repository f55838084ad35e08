package com.globant.hiring.application.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was observed, in order, as text. */
public final class InMemoryLoadObserver implements LoadObserver {
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** As in "began departments". */
  public List<String> told() {
    return told;
  }

  @Override
  public void began(LoadRequest request) {
    told.add("began " + request.table().name());
  }

  @Override
  public void batchWritten(LoadRequest request, Duration elapsed) {
    told.add("batch written to " + request.table().name());
  }

  @Override
  public void committed(LoadRequest request, Duration elapsed) {
    told.add("committed " + request.table().name());
  }

  @Override
  public void ended(LoadOutcome outcome) {
    told.add(
        "ended %s: read %d, %d bytes"
            .formatted(outcome.request().table().name(), outcome.rows().read(), outcome.bytes()));
  }

  @Override
  public void failed(LoadRequest request, Throwable failure) {
    told.add("failed %s: %s".formatted(request.table().name(), failure.getMessage()));
  }
}
