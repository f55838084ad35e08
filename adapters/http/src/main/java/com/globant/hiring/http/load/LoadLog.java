package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one load. Each line has the ids of the load and of its request, and none has a value of a
 * row. For any thread.
 */
record LoadLog(LoadSubmission submission, Caller caller) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadLog.class);

  void begins() {
    about(LOG.atDebug()).log("load begins");
  }

  /** It was committed, validated or refused. */
  void ended(LoadOutcome outcome) {
    RowCounts rows = outcome.rows();
    LoggingEventBuilder line =
        about(LOG.atInfo())
            .addKeyValue("outcome", name(outcome))
            .addKeyValue("read", rows.read())
            .addKeyValue("inserted", rows.inserted())
            .addKeyValue("updated", rows.updated())
            .addKeyValue("ignored", rows.ignored())
            .addKeyValue("rejected", rows.rejected())
            .addKeyValue("incomplete", rows.incomplete())
            .addKeyValue("bytes", outcome.bytes())
            .addKeyValue("duration_ms", outcome.elapsedMillis());
    if (outcome instanceof NotLoaded refused && isOfTheDatabase(refused.code())) {
      line = line.addKeyValue("detail", refused.detail());
    }
    line.log("load ended");
  }

  /** Their details have messages of the server without values of rows. */
  private static boolean isOfTheDatabase(RefusalCode code) {
    return switch (code) {
      case DATABASE_UNAVAILABLE, MISSING_PRIVILEGE, TRANSACTION_TOO_LARGE -> true;
      default -> false;
    };
  }

  private String name(LoadOutcome outcome) {
    if (outcome instanceof NotLoaded refused) {
      return refused.code().wireName();
    }
    if (outcome instanceof Loaded loaded && loaded.replayed()) {
      return "replayed";
    }
    return outcome.request().dryRun() ? "validated" : "committed";
  }

  /** It failed for another reason than a refusal and was rolled back. */
  void failed(Throwable failure) {
    if (failure instanceof BodyInterrupted) {
      about(LOG.atInfo())
          .addKeyValue("outcome", "interrupted")
          .addKeyValue("reason", failure.getMessage())
          .log("load undone");
    } else {
      about(LOG.atError())
          .addKeyValue("outcome", Problem.INTERNAL_ERROR)
          .setCause(failure)
          .log("load undone");
    }
  }

  private LoggingEventBuilder about(LoggingEventBuilder line) {
    LoadRequest request = submission.request();
    return line.addKeyValue(RequestId.KEY, submission.requestId())
        .addKeyValue("load_id", submission.loadId())
        .addKeyValue(Caller.KEY, caller.name())
        .addKeyValue("schema", request.schema())
        .addKeyValue("table", request.table().name())
        .addKeyValue("append", request.append());
  }
}
