package com.globant.hiring.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.globant.hiring.http.ApiKey;
import com.globant.hiring.http.HttpSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final ApiKey NIGHTLY = ApiKey.create("nightly", "loader");
  private static final ApiKey NEWER = ApiKey.create("nightly", "reader");
  private static final ApiKey REPORTS = ApiKey.create("reports", "reader");

  private final Path path;

  ApiKeysTest(@TempDir Path directory) {
    this.path = directory.resolve("keys.yaml");
  }

  @Test
  void keyOfTheFileHasItsNameAndRoles() throws IOException {
    ApiKeys keys = keys(NIGHTLY, REPORTS);

    assertThat(check(keys, NIGHTLY.key())).contains(new Caller("nightly", List.of(Role.LOADER)));
    assertThat(check(keys, REPORTS.key())).contains(new Caller("reports", List.of(Role.READER)));
  }

  @Test
  void lineBreakAfterAHashIsIgnored() throws IOException {
    Files.writeString(path, NIGHTLY.line().replace("\"}", "\\r\\n\"}") + "\r\n");

    assertThat(list().readChanged().orElseThrow()).hasSize(1);
  }

  @Test
  void nameMayHaveSeveralKeys() throws IOException {
    ApiKeys keys = keys(NIGHTLY, NEWER);

    assertThat(check(keys, NIGHTLY.key()).orElseThrow().roles()).containsExactly(Role.LOADER);
    assertThat(check(keys, NEWER.key()).orElseThrow().roles()).containsExactly(Role.READER);
  }

  @Test
  void keyThatDiffersInOneCharacterIsUnknown() throws IOException {
    ApiKeys keys = keys(NIGHTLY);
    String key = NIGHTLY.key();
    String secret = key.substring("nightly.".length());

    assertThat(
            Stream.of(
                "",
                ".",
                "nightly",
                "nightly.",
                secret,
                "." + secret,
                "reports." + secret,
                key + "x",
                key.substring(0, key.length() - 1),
                key + ".",
                "nightly." + "x".repeat(100)))
        .allSatisfy(other -> assertThat(check(keys, other)).isEmpty());
    assertThat(check(keys, REPORTS.key())).isEmpty();
  }

  @Test
  void bcryptHashesAreAccepted() throws IOException {
    String old = "- {name: old, roles: [reader], hash: \"%s\"}";
    String hash = BCrypt.with(BCrypt.Version.VERSION_2B).hashToString(4, "old".toCharArray());
    Files.writeString(path, NIGHTLY.line() + "\n" + old.formatted(hash));
    ApiKeys keys =
        new ApiKeys(
            list().readChanged().orElseThrow(),
            (secret, stored) ->
                BCrypt.verifyer()
                    .verify(secret, stored.getBytes(StandardCharsets.US_ASCII))
                    .verified);

    assertThat(keys.find("old.old")).isEmpty();
    assertThat(check(keys, "old.old")).map(Caller::name).contains("old");
    assertThat(keys.find("old.old")).map(Caller::name).contains("old");
    assertThat(check(keys, "old.older")).isEmpty();
    assertThat(check(keys, "stranger.old")).isEmpty();
    assertThat(check(keys, NIGHTLY.key())).map(Caller::name).contains("nightly");
  }

  /** Counted, as a clock would only say so on average. */
  @Test
  void costOfAWrongKeyDoesNotRevealNames() throws IOException {
    String line = "- {name: %s, roles: [reader], hash: \"$2b$%s$%s\"}\n";
    Files.writeString(
        path,
        NIGHTLY.line()
            + "\n"
            + line.formatted("one", "10", "a".repeat(53))
            + line.formatted("two", "12", "b".repeat(53))
            + line.formatted("two", "12", "c".repeat(53))
            + line.formatted("both", "10", "d".repeat(53))
            + line.formatted("both", "12", "e".repeat(53)));
    List<String> costs = new ArrayList<>();
    ApiKeys keys =
        new ApiKeys(
            list().readChanged().orElseThrow(),
            (secret, hash) -> {
              costs.add(hash.substring(4, 6));
              return false;
            });

    for (String name : List.of("one", "two", "both", "nightly", "stranger", "")) {
      costs.clear();
      assertThat(check(keys, name + ".wrong")).isEmpty();
      assertThat(costs).as(name).containsExactlyInAnyOrder("10", "12", "12");
    }
  }

  @Test
  void keysDifferAndToStringHidesTheSecret() {
    ApiKey one = ApiKey.create("a", "loader");
    ApiKey other = ApiKey.create("a", "loader");

    assertThat(one.key()).isNotEqualTo(other.key()).matches("a\\.[A-Za-z0-9_-]{43}");
    assertThat(one.line()).isNotEqualTo(other.line());
    assertThat(one.toString()).doesNotContain(one.key().substring(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "ü", "a: {", "anonymous", "Anonymous"})
  void invalidNameOfAKeyIsRefused(String name) {
    assertThatThrownBy(() -> ApiKey.create(name, "reader"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unchangedFileIsNotReturnedAgain() throws IOException {
    Files.writeString(path, NIGHTLY.line());
    ApiKeyList list = list();

    assertThat(list.readChanged()).isPresent();
    assertThat(list.readChanged()).isEmpty();
    Files.writeString(path, REPORTS.line());
    assertThat(list.readChanged().orElseThrow())
        .extracting(entry -> entry.caller().name())
        .containsExactly("reports");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "name: x",
        "- x",
        "- {name: x",
        "- {name: x, roles: [loader]}",
        "- {name: x, roles: [loader], hash: HASH, note: y}",
        "- {name: x.y, roles: [loader], hash: HASH}",
        "- {name: 1, roles: [loader], hash: HASH}",
        "- {name: x, roles: [], hash: HASH}",
        "- {name: x, roles: loader, hash: HASH}",
        "- {name: x, roles: [admin], hash: HASH}",
        "- {name: x, roles: [loader], hash: secret}",
        "- {name: x, roles: [loader], hash: 'sha256:secret'}",
        "- {name: x, roles: [loader], hash: 1}",
        "- {name: anonymous, roles: [loader], hash: HASH}",
        "- !!java.net.URL [\"http://secret\"]"
      })
  void invalidFileIsRefusedWithoutShowingItsText(String yaml) throws IOException {
    String hash =
        NIGHTLY.line().substring(NIGHTLY.line().indexOf('"'), NIGHTLY.line().length() - 1);
    Files.writeString(path, yaml.replace("HASH", hash));

    assertThatThrownBy(() -> list().readChanged())
        .isInstanceOf(ApiKeyList.Unusable.class)
        .hasMessageContaining("keys.yaml")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining(hash.substring(1, hash.length() - 1));
  }

  @Test
  void missingFileIsRefused() {
    assertThatThrownBy(() -> list().readChanged())
        .isInstanceOf(ApiKeyList.Unusable.class)
        .hasMessageContaining("cannot be read");
  }

  /** As a request is authenticated. */
  private static Optional<Caller> check(ApiKeys keys, String key) {
    return keys.find(key).or(() -> keys.mayNeedBcrypt(key) ? keys.check(key) : Optional.empty());
  }

  private ApiKeyList list() {
    return new ApiKeyList(
        new HttpSettings.ApiKeyAccess("the file " + path, () -> Files.readString(path)));
  }

  private ApiKeys keys(ApiKey... made) throws IOException {
    Files.writeString(
        path, Stream.of(made).map(ApiKey::line).collect(Collectors.joining("\n", "", "\n")));
    return new ApiKeys(
        list().readChanged().orElseThrow(),
        (secret, hash) -> {
          throw new AssertionError("new keys need no bcrypt");
        });
  }
}
