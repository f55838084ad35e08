package com.globant.hiring.s3;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Describes failures to read the source of a load. */
final class SourceFailures {
  private static final int DENIED = 403;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private SourceFailures() {}

  /** A failure to find files. */
  static RuntimeException refusal(Throwable thrown, S3Location location) {
    Throwable failure = Failures.unwrapped(thrown);
    if (failure instanceof S3Exception answer) {
      if (answer.statusCode() == NOT_FOUND) {
        return new Refused(
            RefusalCode.SOURCE_NOT_FOUND,
            location.isFolder()
                ? "there is no bucket %s; see that its name is right".formatted(location.bucket())
                : "there is no object %s; name an object, or a prefix that ends with a slash"
                    .formatted(location.text()),
            failure);
      }
      if (answer.statusCode() == DENIED) {
        return new Refused(
            RefusalCode.STORAGE_UNAVAILABLE,
            "the store denied access to %s; see that it is there, and that the service's credentials allow s3:ListBucket on the bucket %s and s3:GetObject within it"
                .formatted(location.text(), location.bucket()),
            failure);
      }
    }
    return StoreFailures.refusal(failure, location.bucket());
  }

  /** A failure to read a file that was found. */
  static RuntimeException whileReading(Throwable thrown, S3Location location) {
    Throwable failure = Failures.unwrapped(thrown);
    if (failure instanceof S3Exception answer
        && (answer.statusCode() == NOT_FOUND || answer.statusCode() == PRECONDITION_FAILED)) {
      return new Refused(
          RefusalCode.SOURCE_CHANGED,
          "it was %s since this load began; load the source again when its objects do not change"
              .formatted(answer.statusCode() == NOT_FOUND ? "deleted" : "replaced"),
          failure);
    }
    return refusal(failure, location);
  }
}
