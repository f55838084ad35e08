package com.globant.hiring.application.bulk;

import com.globant.hiring.application.bulk.BulkRunState.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs that do what the test does. */
public final class InMemoryBulkEngine implements BulkEngine {
  private final Map<String, BulkRunState> states = new ConcurrentHashMap<>();
  private final List<URI> started = new ArrayList<>();

  @Override
  public String name() {
    return "in-memory";
  }

  @Override
  public synchronized String start(UUID loadId, URI description) {
    started.add(description);
    String runId = "run-" + started.size() + "-" + loadId;
    states.put(runId, new BulkRunState(Status.QUEUED, null));
    return runId;
  }

  @Override
  public BulkRunState state(String runId) {
    return states.getOrDefault(runId, new BulkRunState(Status.UNKNOWN, null));
  }

  @Override
  public void cancel(String runId) {
    states.computeIfPresent(
        runId,
        (id, state) ->
            state.status() == Status.QUEUED || state.status() == Status.RUNNING
                ? new BulkRunState(Status.CANCELLED, null)
                : state);
  }

  /** From now on, this is the state of all runs. */
  public void all(Status status, @Nullable String detail) {
    states.replaceAll((id, state) -> new BulkRunState(status, detail));
  }

  /** From now on, there are no runs. */
  public void forget() {
    states.clear();
  }

  /** The descriptions of the runs that were started. */
  public synchronized List<URI> started() {
    return List.copyOf(started);
  }
}
