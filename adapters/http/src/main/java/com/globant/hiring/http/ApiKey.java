package com.globant.hiring.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A new API key.
 *
 * @param key what the client sends in {@code X-Api-Key}; kept nowhere
 * @param line what the key file takes: the name, the roles, and the SHA-256 of the secret
 */
public record ApiKey(String key, String line) {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Between the name and the secret of a key; in neither of them. */
  static final char SEPARATOR = '.';

  private static final int SECRET_BYTES = 32;

  /**
   * Makes a key with 256 random bits.
   *
   * @param name of the client, 1 to 64 letters, digits, {@code _} and {@code -}
   * @throws IllegalArgumentException if the name has other characters, or is reserved
   */
  public static ApiKey create(String name, Role role) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a key must be 1 to 64 of A-Z a-z 0-9 _ -, unlike '%s'".formatted(name));
    }
    if (Caller.isReserved(name)) {
      throw new IllegalArgumentException(Caller.RESERVED);
    }
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new ApiKey(
        name + SEPARATOR + secret,
        "- {name: %s, roles: [%s], hash: \"%s\"}"
            .formatted(name, role.wireName(), KeyHash.sha256(secret)));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return line;
  }
}
