package com.globant.hiring.http;

import com.globant.hiring.http.auth.ApiKeyList;
import com.globant.hiring.http.auth.ApiKeys;
import com.globant.hiring.http.auth.Caller;
import com.globant.hiring.http.auth.KeyHash;
import com.globant.hiring.http.auth.Role;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A new API key.
 *
 * @param key what the client sends in {@code X-Api-Key}; kept nowhere
 * @param line what the key file takes: the name, the roles, and the SHA-256 of the secret
 */
public record ApiKey(String key, String line) {
  private static final int SECRET_BYTES = 32;

  /**
   * Makes a key with 256 random bits.
   *
   * @param name of the client, 1 to 64 letters, digits, {@code _} and {@code -}
   * @param role one of {@link #roles()}
   * @throws IllegalArgumentException if the name has other characters or is reserved, or if there
   *     is no such role
   */
  public static ApiKey create(String name, String role) {
    if (!ApiKeyList.NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a key must be 1 to 64 of A-Z a-z 0-9 _ -, unlike '%s'".formatted(name));
    }
    if (Caller.isReserved(name)) {
      throw new IllegalArgumentException(Caller.RESERVED);
    }
    if (!roles().contains(role)) {
      throw new IllegalArgumentException(
          "the role must be one of %s, unlike '%s'".formatted(String.join(", ", roles()), role));
    }
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new ApiKey(
        name + ApiKeys.SEPARATOR + secret,
        "- {name: %s, roles: [%s], hash: \"%s\"}".formatted(name, role, KeyHash.sha256(secret)));
  }

  /** The names of the roles that a key may have. */
  public static List<String> roles() {
    return Arrays.stream(Role.values()).map(Role::wireName).toList();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return line;
  }
}
