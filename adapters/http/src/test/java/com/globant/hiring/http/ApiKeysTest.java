package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final ApiKey NIGHTLY = ApiKey.create("nightly", Role.LOADER);
  private static final ApiKey NEWER = ApiKey.create("nightly", Role.READER);
  private static final ApiKey REPORTS = ApiKey.create("reports", Role.READER);

  private final Path path;

  ApiKeysTest(@TempDir Path directory) {
    this.path = directory.resolve("keys.yaml");
  }

  @Test
  void everyKeyOfTheFileIsKnownByItsNameAndRoles() throws IOException {
    ApiKeys keys = keys(NIGHTLY, REPORTS);

    assertThat(keys.check(NIGHTLY.key())).contains(new Caller("nightly", List.of(Role.LOADER)));
    assertThat(keys.check(REPORTS.key())).contains(new Caller("reports", List.of(Role.READER)));
  }

  @Test
  void aNameMayHaveSeveralKeys() throws IOException {
    ApiKeys keys = keys(NIGHTLY, NEWER);

    assertThat(keys.check(NIGHTLY.key()).orElseThrow().roles()).containsExactly(Role.LOADER);
    assertThat(keys.check(NEWER.key()).orElseThrow().roles()).containsExactly(Role.READER);
  }

  @Test
  void whatIsNotToTheLetterAKeyIsNone() throws IOException {
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
        .allSatisfy(other -> assertThat(keys.check(other)).isEmpty())
        .allSatisfy(other -> assertThat(keys.remembered(other)).isEmpty());
    assertThat(keys.check(REPORTS.key())).isEmpty();
  }

  @Test
  void onlyKeysThatWereRightAreRemembered() throws IOException {
    ApiKeys keys = keys(NIGHTLY);

    assertThat(keys.remembered(NIGHTLY.key())).isEmpty();
    keys.check(NIGHTLY.key());
    assertThat(keys.remembered(NIGHTLY.key())).map(Caller::name).contains("nightly");
  }

  @Test
  void everyKeyIsAnotherAndItsTextShowsNoSecret() {
    ApiKey one = ApiKey.create("a", Role.LOADER);
    ApiKey other = ApiKey.create("a", Role.LOADER);

    assertThat(one.key()).isNotEqualTo(other.key()).matches("a\\.[A-Za-z0-9_-]{43}");
    assertThat(one.line()).isNotEqualTo(other.line());
    assertThat(one.toString()).doesNotContain(one.key().substring(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "ü", "a: {"})
  void aNameThatWouldNotFitIsRefused(String name) {
    assertThatThrownBy(() -> ApiKey.create(name, Role.READER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileIsGivenAgainOnlyWhenItChanged() throws IOException {
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
        "- !!java.net.URL [\"http://secret\"]"
      })
  void aFileWithAnythingWrongInItIsRefusedWithoutItsText(String yaml) throws IOException {
    String hash =
        NIGHTLY.line().substring(NIGHTLY.line().indexOf('"'), NIGHTLY.line().length() - 1);
    Files.writeString(path, yaml.replace("HASH", hash));

    assertThatThrownBy(() -> list().readChanged())
        .isInstanceOf(ApiKeyList.Unusable.class)
        .hasMessageContaining("keys.yaml")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("$2b$");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> list().readChanged())
        .isInstanceOf(ApiKeyList.Unusable.class)
        .hasMessageContaining("cannot be read");
  }

  private ApiKeyList list() {
    return new ApiKeyList(
        new HttpSettings.ApiKeyAccess("the file " + path, () -> Files.readString(path)));
  }

  private ApiKeys keys(ApiKey... made) throws IOException {
    Files.writeString(
        path, Stream.of(made).map(ApiKey::line).collect(Collectors.joining("\n", "", "\n")));
    return new ApiKeys(list().readChanged().orElseThrow());
  }
}
