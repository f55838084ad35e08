package com.globant.hiring.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountGrantsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION|true|true",
        "GRANT SELECT, INSERT ON *.* TO `u`@`%`|true|true",
        "GRANT SELECT ON *.* TO `u`@`%`|false|false",
        "GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*AB'|false|false",
        "GRANT ALL PRIVILEGES ON `my_schema`.* TO `u`@`%`|true|true",
        "GRANT INSERT ON `my\\_schema`.* TO `u`@`%`|true|true",
        "GRANT INSERT ON `my%`.* TO `u`@`%`|true|true",
        "GRANT INSERT ON \"my_schema\".* TO \"u\"@\"%\"|true|true",
        "GRANT INSERT ON `other`.* TO `u`@`%`|false|false",
        "GRANT INSERT ON `myxschem`.* TO `u`@`%`|false|false",
        "GRANT INSERT ON `my_schema`.`jobs` TO `u`@`%`|false|true",
        "GRANT INSERT ON `my_schema`.`other` TO `u`@`%`|false|false",
        "GRANT SELECT, INSERT (`id`, `job`), UPDATE ON `my_schema`.`jobs` TO `u`@`%`|false|false",
        "GRANT LOCK TABLES, CREATE TEMPORARY TABLES, INSERT ON `my_schema`.* TO `u`@`%`|true|true",
        "GRANT `writer`@`%` TO `u`@`%`|false|false",
        "GRANT EXECUTE ON PROCEDURE `my_schema`.`jobs` TO `u`@`%`|false|false",
        "GRANT PROXY ON ``@`` TO `root`@`localhost` WITH GRANT OPTION|false|false",
      })
  void grantsAreReadAsTheServerPrintsThem(String line, boolean onSchema, boolean onTable) {
    AccountGrants grants = new AccountGrants(List.of(line));

    assertThat(grants.has("INSERT", "my_schema")).isEqualTo(onSchema);
    assertThat(grants.has("INSERT", "my_schema", "jobs")).isEqualTo(onTable);
  }

  @ParameterizedTest
  @CsvSource({"my_schema, false", "other, true"})
  void partialRevokesAreSubtracted(String schema, boolean granted) {
    AccountGrants grants =
        new AccountGrants(
            List.of(
                "GRANT SELECT, INSERT ON *.* TO `u`@`%`",
                "REVOKE INSERT ON `my_schema`.* FROM `u`@`%`"));

    assertThat(grants.has("INSERT", schema)).isEqualTo(granted);
    assertThat(grants.has("SELECT", schema)).isTrue();
  }
}
