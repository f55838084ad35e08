package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.mysql.MySqlSettings.Login;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MySqlSettingsTest {
  private final MySqlSettings settings =
      new TestDatabase("127.0.0.1", 3306, "root", "secret-word").settings("hiring");

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(settings.toString()).doesNotContain("secret-word");
    assertThat(settings.logins().current()).isInstanceOf(Login.class).hasToString("Login[root]");
  }

  @Test
  void aPathThatWouldEndItsValueInTheUrlIsRefused() {
    assertThatThrownBy(
            () -> TestDatabase.with(settings, "trustedCertificates", Path.of("a&sslMode=disable")))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }
}
