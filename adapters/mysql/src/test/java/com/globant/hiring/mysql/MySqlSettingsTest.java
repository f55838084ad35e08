package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Logins;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlSettingsTest {

  private static final Logins LOGINS = () -> new Login("root", "secret-word");

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(settings("hiring", 1).toString()).doesNotContain("secret-word");
    assertThat(LOGINS.current()).hasToString("Login[root]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hiring", "a", "A_1$-z", "0123456789"})
  void namesOfTheServiceSchemaAreTaken(String service) {
    assertThat(settings("jobs", service).serviceSchema()).isEqualTo(service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a`b", "a.b", "a b", "a/b", "a?b", "é", "a;b", "a'b"})
  void whatIsNoNameOfTheServiceSchemaIsRefused(String service) {
    assertThatThrownBy(() -> settings("jobs", service))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNameOfTheServiceSchemaHasAtMost64Characters() {
    assertThat(settings("jobs", "s".repeat(64)).serviceSchema()).hasSize(64);
    assertThatThrownBy(() -> settings("jobs", "s".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theServicesOwnSchemaIsNoneOfTheOthers() {
    assertThatThrownBy(() -> settings("SERVICE", 1))
        .hasMessage("serviceSchema must not be one of the schemas");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void poolsHaveAtLeastOneConnection(int connections) {
    assertThatThrownBy(() -> settings("hiring", connections))
        .hasMessage("loadConnections must be at least 1");
  }

  @Test
  void recordsAreKeptForAsLongAsKeysNeedThem() {
    assertThat(settings("hiring", 1, Duration.ofDays(7)).keepRecords())
        .isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> settings("hiring", 1, Duration.ofDays(7).minusMillis(1)))
        .hasMessage("keepRecords must be at least 7 days");
  }

  private static MySqlSettings settings(String schema, int loadConnections) {
    return settings(schema, loadConnections, Duration.ofDays(30));
  }

  private static MySqlSettings settings(String schema, String service) {
    return settings(schema, service, 1, Duration.ofDays(30));
  }

  private static MySqlSettings settings(String schema, int loadConnections, Duration keepRecords) {
    return settings(schema, "service", loadConnections, keepRecords);
  }

  private static MySqlSettings settings(
      String schema, String service, int loadConnections, Duration keepRecords) {
    return new MySqlSettings(
        "localhost",
        3306,
        LOGINS,
        new Catalog(List.of(HiringTables.schema(schema))),
        service,
        Tls.REQUIRED,
        null,
        loadConnections,
        1,
        16,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        keepRecords,
        Path.of("rows"),
        true,
        Exchange.AUTO,
        MySqlSettings.Counting.SUMMARY,
        0);
  }
}
