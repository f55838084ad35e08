package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.http.HttpSettings;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Refuses a body that unpacks to more bytes than allowed, in total or for the bytes sent. */
final class LimitedInputStream extends BodyStream {
  /** Up to this size the ratio is not limited: small files of equal rows compress well. */
  static final long FREE_BYTES = 16L << 20;

  private final HttpSettings.BodyLimits limits;
  private final LongSupplier sent;
  private final String what;
  private long count;

  /**
   * @param sent the number of packed bytes read so far
   * @param what is read, for messages: the body, or a file
   */
  LimitedInputStream(
      InputStream in, HttpSettings.BodyLimits limits, LongSupplier sent, String what) {
    super(in);
    this.limits = limits;
    this.sent = sent;
    this.what = what;
  }

  /** The refusal of a body. */
  static Refused tooLarge(long limit) {
    return tooLarge(ContentCoding.BODY, limit);
  }

  private static Refused tooLarge(String what, long limit) {
    return new Refused(
        RefusalCode.BODY_TOO_LARGE,
        "%s has more than %d bytes (limits.max_body_bytes); send it in parts with append=true"
            .formatted(what, limit));
  }

  @Override
  protected void onBytes(byte[] bytes, int offset, int read) {
    count += read;
    if (count > limits.maxBytes()) {
      throw tooLarge(what, limits.maxBytes());
    }
    if (count > FREE_BYTES && count / limits.maxExpansion() > sent.getAsLong()) {
      throw new Refused(
          RefusalCode.BODY_TOO_LARGE,
          "%s unpacks to more than %d times its size (limits.max_expansion_ratio); send it uncompressed"
              .formatted(what, limits.maxExpansion()));
    }
  }
}
