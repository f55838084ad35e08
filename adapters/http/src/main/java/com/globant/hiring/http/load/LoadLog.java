package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.BodyInterrupted;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.LoadRequest;
import com.globant.hiring.application.load.LoadSubmission;
import com.globant.hiring.application.load.RowCounts;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of one load. Whatever thread says it, every line names the load and its
 * request; none has a value of a row in it.
 */
record LoadLog(LoadSubmission submission, Caller caller) {
  private static final Logger log = LoggerFactory.getLogger(LoadLog.class);

  void begins() {
    about(log.atDebug()).log("load begins");
  }

  /** It was committed, validated or refused. */
  void ended(LoadOutcome outcome) {
    RowCounts rows = outcome.rows();
    LoggingEventBuilder line =
        about(log.atInfo())
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

  /** Their details have what the server says, and no value of a row. */
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

  /** It ended with what was no refusal, and was undone. */
  void failed(Throwable failure) {
    if (failure instanceof BodyInterrupted) {
      about(log.atInfo())
          .addKeyValue("outcome", "interrupted")
          .addKeyValue("reason", failure.getMessage())
          .log("load undone");
    } else {
      about(log.atError())
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
