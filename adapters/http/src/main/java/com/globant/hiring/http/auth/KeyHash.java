package com.globant.hiring.http.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a key's secret. New keys are stored as SHA-256: their secrets have 256 random
 * bits, which need no slow hash. Other lines have bcrypt.
 */
public sealed interface KeyHash {
  String SHA256_PREFIX = "sha256:";

  /** The digest of the secret's text. */
  final class Sha256 implements KeyHash {
    private final byte[] digest;

    private Sha256(byte[] digest) {
      this.digest = digest;
    }

    /** Compares in a time that does not depend on where the digests differ. */
    boolean matches(byte[] other) {
      return MessageDigest.isEqual(digest, other);
    }
  }

  /**
   * A hash that takes about 50 ms to check at cost 10.
   *
   * @param cost binary logarithm of the rounds
   */
  record Bcrypt(String text, int cost) implements KeyHash {
    private static final Pattern FORM =
        Pattern.compile("\\$2[aby]\\$(0[4-9]|1\\d|2\\d|3[01])\\$[./A-Za-z0-9]{53}");

    /** A hash of the same cost that no secret matches. */
    static Bcrypt dummy(int cost) {
      return new Bcrypt("$2b$%02d$%s".formatted(cost, ".".repeat(53)), cost);
    }
  }

  /** Parses the hash of a line; empty if it has neither form. */
  static Optional<KeyHash> of(@Nullable Object written) {
    if (!(written instanceof String line)) {
      return Optional.empty();
    }
    // If it was copied from a file, it ends with a line break.
    String text = line.strip();
    if (text.matches(SHA256_PREFIX + "[0-9a-f]{64}")) {
      return Optional.of(
          new Sha256(HexFormat.of().parseHex(text.substring(SHA256_PREFIX.length()))));
    }
    Matcher bcrypt = Bcrypt.FORM.matcher(text);
    return bcrypt.matches()
        ? Optional.of(new Bcrypt(text, Integer.parseInt(bcrypt.group(1))))
        : Optional.empty();
  }

  /** The hash of a secret as a line has it. */
  static String sha256(String secret) {
    return SHA256_PREFIX + HexFormat.of().formatHex(digest(secret));
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
