package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.mysql.MySqlSettings.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFieldsTest {

  @Test
  void secretsOfRdsAreRead() {
    assertThat(
            DatabaseAccount.Content.of(
                """
                {"dbClusterIdentifier": "c", "engine": "mysql", "dbname": "hiring",
                 "host": "db.example", "port": 3307, "username": "me", "password": " \\"{x}' "}
                """))
        .isEqualTo(new DatabaseAccount.Content(new Login("me", " \"{x}' "), "db.example", 3307));
  }

  @Test
  void hostAndPortAreOptionalAndThePortMayBeText() {
    assertThat(DatabaseAccount.Content.of("{\"username\": \"me\", \"password\": \"x\"}"))
        .isEqualTo(new DatabaseAccount.Content(new Login("me", "x"), null, null));
    assertThat(
            DatabaseAccount.Content.of(
                    "{\"username\": \"me\", \"password\": \"x\", \"port\": \"3307\"}")
                .port())
        .isEqualTo(3307);
  }

  /** As a secret has them that was made from files. */
  @Test
  void trailingNewlinesOfFieldsAreRemoved() {
    assertThat(
            DatabaseAccount.Content.of(
                "{\"username\": \"me\\n\", \"password\": \" x \\r\\n\", \"host\": \"db\\n\","
                    + " \"port\": 3306}\n"))
        .isEqualTo(new DatabaseAccount.Content(new Login("me", " x "), "db", 3306));
    assertThatThrownBy(
            () -> DatabaseAccount.Content.of("{\"username\": \"me\", \"password\": \"\\n\"}"))
        .hasMessage("must have a field password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hush",
        "[\"hush\"]",
        "{\"username\": \"hush\"",
        "{\"username\": \"hush\"}",
        "{\"username\": \"\", \"password\": \"hush\"}",
        "{\"username\": {}, \"password\": \"hush\"}",
        "{\"username\": \"a\", \"password\": 1}",
        "{\"username\": \"a\", \"password\": \"hush\", \"port\": \"hush\"}",
        "{\"username\": \"a\", \"password\": \"hush\", \"port\": 65536}"
      })
  void anotherShapeIsRefusedWithoutTheText(String text) {
    assertThatThrownBy(() -> DatabaseAccount.Content.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ")
        .hasMessageNotContaining("hush");
  }
}
