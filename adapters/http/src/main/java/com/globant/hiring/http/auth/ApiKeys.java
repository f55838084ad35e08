package com.globant.hiring.http.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of one version of their list.
 *
 * <p>The duration of a check does not depend on the name in the key, so that it does not reveal
 * which names exist: a digest is compared with every SHA-256 of the list, and a key that matches
 * none is checked against as many bcrypt hashes of each cost as the name with the most of them has,
 * filled up with dummies.
 *
 * <p>For any thread.
 */
public final class ApiKeys {
  /** Between the name and the secret of a key; in neither of them. */
  public static final char SEPARATOR = '.';

  /** bcrypt ignores further bytes. */
  private static final int MOST_SECRET_BYTES = 71;

  private record Digested(ApiKeyList.Entry entry, KeyHash.Sha256 hash) {}

  private record Slow(ApiKeyList.@Nullable Entry entry, KeyHash.Bcrypt hash) {}

  private final BiPredicate<byte[], String> bcrypt;
  private final List<Digested> digested;
  private final Map<String, List<Slow>> slowByName;
  private final List<Slow> dummies;

  /**
   * The hashes that bcrypt has confirmed, by the digests of the whole keys; also those of earlier
   * versions of the list. Each hash has one key, so there are no more than there were lines.
   */
  private final Map<ByteBuffer, KeyHash.Bcrypt> confirmed;

  /**
   * @param bcrypt whether a secret matches a bcrypt hash; slow
   */
  public ApiKeys(List<ApiKeyList.Entry> entries, BiPredicate<byte[], String> bcrypt) {
    this(entries, bcrypt, new ConcurrentHashMap<>());
  }

  private ApiKeys(
      List<ApiKeyList.Entry> entries,
      BiPredicate<byte[], String> bcrypt,
      Map<ByteBuffer, KeyHash.Bcrypt> confirmed) {
    this.bcrypt = bcrypt;
    this.confirmed = confirmed;
    this.digested = new ArrayList<>();
    Map<String, List<Slow>> slow = new TreeMap<>();
    for (ApiKeyList.Entry entry : entries) {
      if (entry.hash() instanceof KeyHash.Sha256 hash) {
        digested.add(new Digested(entry, hash));
      } else if (entry.hash() instanceof KeyHash.Bcrypt hash) {
        slow.computeIfAbsent(entry.caller().name(), name -> new ArrayList<>())
            .add(new Slow(entry, hash));
      }
    }
    this.dummies = dummies(slow);
    this.slowByName =
        slow.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, keys -> filledUp(keys.getValue())));
  }

  /** The keys of a new version. Hashes that this one has confirmed need no bcrypt in it. */
  ApiKeys reread(List<ApiKeyList.Entry> entries) {
    return new ApiKeys(entries, bcrypt, confirmed);
  }

  /** For each cost as many hashes as the name with the most of them has. */
  private static List<Slow> dummies(Map<String, List<Slow>> byName) {
    Map<Integer, Long> most = new TreeMap<>();
    for (List<Slow> keys : byName.values()) {
      keys.stream()
          .collect(Collectors.groupingBy(key -> key.hash().cost(), Collectors.counting()))
          .forEach((cost, count) -> most.merge(cost, count, Math::max));
    }
    return most.entrySet().stream()
        .flatMap(
            each ->
                Stream.generate(() -> new Slow(null, KeyHash.Bcrypt.dummy(each.getKey())))
                    .limit(each.getValue()))
        .toList();
  }

  private List<Slow> filledUp(List<Slow> own) {
    List<Slow> missing = new ArrayList<>(dummies);
    own.forEach(key -> missing.remove(new Slow(null, KeyHash.Bcrypt.dummy(key.hash().cost()))));
    return Stream.concat(own.stream(), missing.stream()).toList();
  }

  /** Whether a key that {@link #find} does not find may be valid by bcrypt. */
  boolean mayNeedBcrypt(String key) {
    int separator = key.indexOf(SEPARATOR);
    return separator >= 0
        && !dummies.isEmpty()
        && key.substring(separator + 1).getBytes(StandardCharsets.UTF_8).length
            <= MOST_SECRET_BYTES;
  }

  /** The caller of a key, if no bcrypt is needed. Does not block. */
  Optional<Caller> find(String key) {
    int separator = key.indexOf(SEPARATOR);
    if (separator < 0) {
      return Optional.empty();
    }
    byte[] digest = KeyHash.digest(key.substring(separator + 1));
    byte[] name = key.substring(0, separator).getBytes(StandardCharsets.UTF_8);
    ApiKeyList.Entry found = null;
    for (Digested each : digested) {
      if (each.hash().matches(digest)
          && Arrays.equals(name, each.entry().caller().name().getBytes(StandardCharsets.UTF_8))) {
        found = each.entry();
      }
    }
    if (found == null && !dummies.isEmpty()) {
      found = confirmedBefore(key, key.substring(0, separator));
    }
    return Optional.ofNullable(found).map(ApiKeyList.Entry::caller);
  }

  private ApiKeyList.@Nullable Entry confirmedBefore(String key, String name) {
    KeyHash.Bcrypt hash = confirmed.get(ByteBuffer.wrap(KeyHash.digest(key)));
    if (hash == null) {
      return null;
    }
    for (Slow each : slowByName.getOrDefault(name, dummies)) {
      if (each.hash().equals(hash)) {
        return each.entry();
      }
    }
    return null;
  }

  /** The caller of a key by bcrypt, which is done once. Takes about 50 ms for each hash. */
  Optional<Caller> check(String key) {
    int separator = key.indexOf(SEPARATOR);
    byte[] secret = key.substring(separator + 1).getBytes(StandardCharsets.UTF_8);
    ApiKeyList.Entry found = null;
    for (Slow each : slowByName.getOrDefault(key.substring(0, separator), dummies)) {
      // All are checked, also after a match.
      if (bcrypt.test(secret, each.hash().text()) && each.entry() != null && found == null) {
        found = each.entry();
        confirmed.put(ByteBuffer.wrap(KeyHash.digest(key)), each.hash());
      }
    }
    return Optional.ofNullable(found).map(ApiKeyList.Entry::caller);
  }
}
