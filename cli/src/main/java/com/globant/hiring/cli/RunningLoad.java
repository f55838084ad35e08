package com.globant.hiring.cli;

import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.HiringException;
import com.globant.hiring.client.LoadEvent;
import com.globant.hiring.client.ProblemException;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadStatus;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A load that this process sends, as the service sees it. It is found by the id of its request,
 * since its own id comes with its outcome.
 *
 * @param client one that gives up soon, and says nothing
 */
record RunningLoad(HiringClient client, String table, String requestId) {
  private static final long PAUSE_MILLIS = 500;

  Optional<Load> find() {
    try (Stream<Load> running = client.loads(table, LoadStatus.RUNNING)) {
      return running.filter(load -> load.getRequestId().equals(requestId)).findFirst();
    }
  }

  /** Reports the rows that the service has read, until the thread is interrupted. */
  Thread follow(ProgressDisplay display) {
    Thread thread = new Thread(() -> followed(display), "rows");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void followed(ProgressDisplay display) {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        try {
          find().ifPresent(load -> follow(load, display));
        } catch (HiringException unreachable) {
          // The upload itself reports that.
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Load load, ProgressDisplay display) {
    try (Stream<LoadEvent> events = client.watch(load.getLoadId())) {
      events.forEach(event -> display.running(event.load()));
    }
  }

  /** How a cancellation ended. */
  enum Cancellation {
    CANCELLED,
    /** The load had ended before. */
    TOO_LATE,
    /** The service does not know it, or could not be reached. */
    UNKNOWN
  }

  Cancellation cancel() {
    try {
      Optional<Load> running = find();
      if (running.isPresent()) {
        client.cancel(running.get().getLoadId());
        return Cancellation.CANCELLED;
      }
      return Cancellation.UNKNOWN;
    } catch (ProblemException refused) {
      return refused.code().equals("load_ended") ? Cancellation.TOO_LATE : Cancellation.UNKNOWN;
    } catch (HiringException unreachable) {
      return Cancellation.UNKNOWN;
    }
  }
}
