package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.domain.raw.FileRefused;

/** Why a load did not succeed, and how that is recorded. */
final class LoadEnds {
  private LoadEnds() {}

  /**
   * Why a load did not succeed. If its body was abandoned because the load was cancelled or lost
   * its connection, that is the reason, not the interrupted body.
   */
  static Throwable reason(Throwable failure, Standing standing) {
    if (failure instanceof FileRefused refused) {
      return new Refused(RefusalCode.of(refused.reason()), refused.detail(), refused);
    }
    if (!(failure instanceof BodyInterrupted)) {
      return failure;
    }
    return switch (standing) {
      case MAY_GO_ON -> failure;
      case CANCEL_REQUESTED ->
          new Refused(
              RefusalCode.CANCELLED, "the load was cancelled; nothing of it is in the table");
      case FOUND_DEAD ->
          new Refused(
              RefusalCode.ABORTED,
              "the load's connection to the database was lost; nothing of it is in the table, send it again");
    };
  }

  static LoadStatus status(Throwable cause) {
    if (cause instanceof BodyInterrupted) {
      return LoadStatus.ABORTED;
    }
    if (cause instanceof Refused refused) {
      return switch (refused.code()) {
        case CANCELLED -> LoadStatus.CANCELLED;
        // A chunk of the body was malformed, so its end is not known.
        case ABORTED, DRAINING, MALFORMED_REQUEST -> LoadStatus.ABORTED;
        default -> LoadStatus.FAILED;
      };
    }
    return LoadStatus.FAILED;
  }

  static Problem problem(Throwable cause) {
    if (cause instanceof Refused refused) {
      return new Problem(refused.code().wireName(), refused.detail());
    }
    if (cause instanceof BodyInterrupted) {
      return new Problem(
          RefusalCode.ABORTED.wireName(),
          "the client went away before the body had come to its end; send it again");
    }
    return new Problem("internal_error", "the service failed unexpectedly; see its log");
  }
}
