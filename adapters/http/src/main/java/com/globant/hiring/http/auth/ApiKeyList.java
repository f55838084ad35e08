package com.globant.hiring.http.auth;

import com.globant.hiring.http.HttpSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The configured API keys: a YAML list of name, roles and hash. A name may have several keys, so
 * that keys can be replaced without an outage.
 *
 * <p>Used by one thread at a time.
 */
public final class ApiKeyList {
  /** The names that a client may have. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Set<String> FIELDS = Set.of("name", "roles", "hash");

  private final HttpSettings.ApiKeyAccess access;
  private @Nullable String lastRead;

  /** A key of which only the hash is known. */
  record Entry(Caller caller, KeyHash hash) {
    @Override
    public String toString() {
      return caller.toString();
    }
  }

  /** The keys cannot be used; the message says why, without a hash. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String origin, String why) {
      super("%s %s".formatted(origin, why));
    }
  }

  public ApiKeyList(HttpSettings.ApiKeyAccess access) {
    this.access = access;
  }

  /**
   * Reads the keys; empty if they have not changed since the last call. Blocks.
   *
   * @throws Unusable if they cannot be read or one of them is invalid; thrown once for each change
   */
  Optional<List<Entry>> readChanged() {
    String text;
    try {
      text = access.text().read();
    } catch (IOException e) {
      throw new Unusable(access.origin(), "cannot be read: " + e);
    }
    // Compared by content: file times are too coarse and do not show that a link was changed.
    if (text.equals(lastRead)) {
      return Optional.empty();
    }
    lastRead = text;
    return Optional.of(parse(text));
  }

  private List<Entry> parse(String text) {
    Object root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw new Unusable(access.origin(), "is no valid YAML");
    }
    if (!(root instanceof List<?> list) || list.isEmpty()) {
      throw new Unusable(
          access.origin(), "must be a list of keys, as ./hiring api-key prints them");
    }
    return IntStream.range(0, list.size())
        .mapToObj(index -> entry(list.get(index), why -> unusable(index, why)))
        .toList();
  }

  private Unusable unusable(int index, String why) {
    return new Unusable(
        access.origin(), "has a wrong key, number %d: %s".formatted(index + 1, why));
  }

  private static Entry entry(@Nullable Object node, Function<String, Unusable> wrong) {
    if (!(node instanceof Map<?, ?> fields) || !fields.keySet().equals(FIELDS)) {
      throw wrong.apply("it must have a name, roles and a hash, and nothing else");
    }
    if (!(fields.get("name") instanceof String name) || !NAME.matcher(name).matches()) {
      throw wrong.apply("the name must be 1 to 64 of A-Z a-z 0-9 _ -");
    }
    if (Caller.isReserved(name)) {
      throw wrong.apply(Caller.RESERVED);
    }
    KeyHash hash =
        KeyHash.of(fields.get("hash"))
            .orElseThrow(
                () ->
                    wrong.apply(
                        "the hash must be sha256: and 64 hexadecimal digits, as ./hiring api-key prints it, or one of bcrypt"));
    if (!(fields.get("roles") instanceof List<?> names) || names.isEmpty()) {
      throw wrong.apply("the roles must be a list of: " + Role.names());
    }
    List<Role> roles =
        names.stream()
            .<Role>map(
                role ->
                    Role.named(String.valueOf(role))
                        .orElseThrow(() -> wrong.apply("the roles must be of: " + Role.names())))
            .toList();
    return new Entry(new Caller(name, roles), hash);
  }
}
