package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadRecord.Problem;

/** How a load that did not succeed is recorded. */
final class LoadEnds {
  private LoadEnds() {}

  static LoadStatus status(Throwable cause) {
    if (cause instanceof BodyInterrupted) {
      return LoadStatus.ABORTED;
    }
    if (cause instanceof Refused refused) {
      return switch (refused.code()) {
        case CANCELLED -> LoadStatus.CANCELLED;
        // The body of a malformed request was cut or garbled.
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
