package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import io.vertx.core.MultiMap;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The digests that a client announces for its body (RFC 9530). Content-Digest and Repr-Digest cover
 * the same bytes here, because the body of a load is a whole representation with its content
 * coding.
 */
final class AnnouncedDigests {
  private static final List<String> FIELDS = List.of("Content-Digest", "Repr-Digest");

  /** The algorithms of RFC 9530 that are not deprecated, with their names in Java. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  /**
   * A member of the field: a byte sequence (RFC 9651, section 3.2), up to the next one. Of repeated
   * ones the last counts. Parameters mean nothing here, but may have texts in quotes.
   */
  private static final Pattern MEMBER =
      Pattern.compile(
          "[ \t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*=*):[ \t]*"
              + "(?:;(?:[^,\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+)?(,|\\z)");

  private final List<Announced> announced;

  /**
   * @param expected as in the field, without parameters
   */
  private record Announced(String field, String algorithm, String expected, MessageDigest actual) {}

  private AnnouncedDigests(List<Announced> announced) {
    this.announced = announced;
  }

  /**
   * Reads both fields. Unknown algorithms are ignored if the field has a known one too.
   *
   * @throws Refused if a field is malformed or has no known algorithm: the client expects a check
   */
  static AnnouncedDigests of(MultiMap headers) {
    List<Announced> announced = new ArrayList<>();
    for (String field : FIELDS) {
      // The lines of a repeated field are one list (RFC 9651, section 4.2).
      List<String> lines = headers.getAll(field);
      if (!lines.isEmpty()) {
        announced.addAll(read(field, String.join(", ", lines)));
      }
    }
    return new AnnouncedDigests(announced);
  }

  private static Collection<Announced> read(String field, String text) {
    Map<String, Announced> known = new LinkedHashMap<>();
    Matcher member = MEMBER.matcher(text);
    int end = 0;
    do {
      if (!member.region(end, text.length()).lookingAt()) {
        throw refused(field, "it must look like sha-256=:base64:");
      }
      end = member.end();
      String algorithm = member.group(1);
      MessageDigest digest = digest(algorithm);
      if (digest != null) {
        byte[] value = decoded(field, member.group(2));
        if (value.length != digest.getDigestLength()) {
          throw refused(
              field,
              "a %s has %d bytes, and this one %d"
                  .formatted(algorithm, digest.getDigestLength(), value.length));
        }
        known.put(algorithm, new Announced(field, algorithm, text(algorithm, value), digest));
      }
    } while (!member.group(3).isEmpty());
    if (known.isEmpty()) {
      throw refused(field, "none of its algorithms is supported; send sha-256 or sha-512");
    }
    return known.values();
  }

  private static byte[] decoded(String field, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw refused(field, "its value is not base64");
    }
  }

  private static @Nullable MessageDigest digest(String algorithm) {
    String name = ALGORITHMS.get(algorithm);
    try {
      return name == null ? null : MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + name, e);
    }
  }

  private static Refused refused(String field, String why) {
    return new Refused(
        RefusalCode.INVALID_PARAMETER, "the header %s cannot be used: %s".formatted(field, why));
  }

  /**
   * A stream of the body that is {@link Refused} at its end if it does not have these digests.
   *
   * @param body as it was sent
   */
  InputStream checked(InputStream body) {
    if (announced.isEmpty()) {
      return body;
    }
    return new BodyStream(body) {
      @Override
      protected void onBytes(byte[] bytes, int offset, int count) {
        announced.forEach(one -> one.actual.update(bytes, offset, count));
      }

      @Override
      protected void onEnd() {
        announced.forEach(AnnouncedDigests::check);
      }
    };
  }

  private static void check(Announced one) {
    String actual = text(one.algorithm, one.actual.digest());
    if (!actual.equals(one.expected)) {
      throw new Refused(
          RefusalCode.DIGEST_MISMATCH,
          "the body that arrived has the digest %s, but %s announces %s; send it again"
              .formatted(actual, one.field, one.expected));
    }
  }

  private static String text(String algorithm, byte[] value) {
    return "%s=:%s:".formatted(algorithm, Base64.getEncoder().encodeToString(value));
  }
}
