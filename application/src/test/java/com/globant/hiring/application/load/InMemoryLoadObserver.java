package com.globant.hiring.application.load;

import com.globant.hiring.application.record.LoadRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was observed, in order, as text. */
public final class InMemoryLoadObserver implements LoadObserver {
  private final List<String> observed = new CopyOnWriteArrayList<>();

  /** As in "began departments". */
  public List<String> observed() {
    return observed;
  }

  @Override
  public void began(LoadRequest request) {
    observed.add("began " + request.table().name());
  }

  @Override
  public void batchWritten(LoadRequest request, Duration elapsed) {
    observed.add("batch written to " + request.table().name());
  }

  @Override
  public void committed(LoadRequest request, Duration elapsed) {
    observed.add("committed " + request.table().name());
  }

  @Override
  public void ended(LoadOutcome outcome) {
    observed.add(
        "ended %s: read %d, %d bytes"
            .formatted(outcome.request().table().name(), outcome.rows().read(), outcome.bytes()));
  }

  @Override
  public void failed(LoadRequest request, Throwable failure) {
    observed.add("failed %s: %s".formatted(request.table().name(), failure.getMessage()));
  }
}
