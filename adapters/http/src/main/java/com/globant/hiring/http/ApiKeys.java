package com.globant.hiring.http;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The API keys of one reading of their list. Checking one is slow on purpose, so that those that
 * were right are remembered, by a digest.
 *
 * <p>For any thread.
 */
final class ApiKeys {
  /** Far more than there are clients. */
  private static final int MOST_REMEMBERED = 1000;

  /** More than this bcrypt would not look at. */
  private static final int MOST_SECRET_BYTES = 71;

  private final Map<String, List<ApiKeyList.Entry>> byName;
  private final Map<ByteBuffer, Caller> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Caller> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  ApiKeys(List<ApiKeyList.Entry> entries) {
    this.byName = entries.stream().collect(Collectors.groupingBy(entry -> entry.caller().name()));
  }

  /** Whose key this is, where that was found out before. Never blocks for long. */
  Optional<Caller> remembered(String key) {
    synchronized (remembered) {
      return Optional.ofNullable(remembered.get(digest(key)));
    }
  }

  /** Whose key this is, empty where it is none. Takes some 50 ms of a processor. */
  Optional<Caller> check(String key) {
    int separator = key.indexOf(ApiKey.SEPARATOR);
    byte[] secret = key.substring(separator + 1).getBytes(StandardCharsets.UTF_8);
    if (separator < 0 || secret.length > MOST_SECRET_BYTES) {
      return Optional.empty();
    }
    Optional<Caller> caller =
        byName.getOrDefault(key.substring(0, separator), List.of()).stream()
            .filter(entry -> isOf(secret, entry))
            .map(ApiKeyList.Entry::caller)
            .findFirst();
    caller.ifPresent(
        known -> {
          synchronized (remembered) {
            remembered.put(digest(key), known);
          }
        });
    return caller;
  }

  private static boolean isOf(byte[] secret, ApiKeyList.Entry entry) {
    return BCrypt.verifyer()
        .verify(secret, entry.hash().getBytes(StandardCharsets.US_ASCII))
        .verified;
  }

  private static ByteBuffer digest(String key) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
