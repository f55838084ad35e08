package com.globant.hiring.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseLoginTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(DatabaseLogin.PASSWORD_VARIABLE, "of-the-environment");

  private static DatabaseLogin login(String secret) {
    return DatabaseLogin.of(secret, ENVIRONMENT);
  }

  @Test
  void passwordIsThatOfTheEnvironment() {
    assertThat(DatabaseLogin.of("", ENVIRONMENT))
        .isEqualTo(new DatabaseLogin(null, "of-the-environment"));
    assertThat(DatabaseLogin.of("", Map.of())).isEqualTo(new DatabaseLogin(null, ""));
  }

  @Test
  void secretOfRdsNamesTheUser() {
    assertThat(login("{\"username\": \"bulk\", \"password\": \"p{w\", \"port\": 3306}"))
        .isEqualTo(new DatabaseLogin("bulk", "p{w"));
  }

  @Test
  void secretCanBeThePasswordAlone() {
    assertThat(login("hush")).isEqualTo(new DatabaseLogin(null, "hush"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"username\": hush}", "{\"password\": \"hush\"}", "{\"username\": \"hush\"}"})
  void otherSecretsAreRefusedWithoutTheirText(String secret) {
    assertThatThrownBy(() -> login(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining(DatabaseLogin.SECRET_SETTING)
        .hasMessageNotContaining("hush");
  }

  @Test
  void passwordIsNotShown() {
    assertThat(login("hush").toString()).doesNotContain("hush");
  }
}
