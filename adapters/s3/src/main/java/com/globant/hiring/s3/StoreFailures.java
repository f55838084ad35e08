package com.globant.hiring.s3;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Describes failures of the store to clients and operators. */
final class StoreFailures {
  private StoreFailures() {}

  /** A refusal with advice and the failure as its cause. It names no endpoint and no key. */
  static Refused refusal(Throwable failure, String bucket) {
    return failure instanceof Refused refused
        ? refused
        : new Refused(RefusalCode.STORAGE_UNAVAILABLE, detail(failure, bucket), failure);
  }

  private static String detail(Throwable failure, String bucket) {
    if (failure instanceof S3Exception answer) {
      return switch (answer.statusCode()) {
        case 404 ->
            "the bucket %s does not exist; create it, or name another as storage.bucket"
                .formatted(bucket);
        case 401, 403 ->
            "the store denied access to the bucket %s; its credentials must be valid and allow"
                    .formatted(bucket)
                + " s3:ListBucket on it and s3:PutObject, s3:GetObject and s3:DeleteObject within it";
        case 301, 307, 400 ->
            "the store did not take the request for the bucket %s (%d); see that storage.region is its region"
                .formatted(bucket, answer.statusCode());
        default ->
            "the store failed with status %d; try again in a moment".formatted(answer.statusCode());
      };
    }
    return failure instanceof ApiCallTimeoutException
        ? "the store was too slow; try again in a moment"
        : "the store of reports and refused rows cannot be reached; try again in a moment, and see the service's log if it lasts";
  }
}
