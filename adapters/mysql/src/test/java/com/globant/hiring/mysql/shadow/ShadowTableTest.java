package com.globant.hiring.mysql.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.HiringTables;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTableTest {
  private static final String LOAD = UUID.randomUUID().toString();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t",
        "hired_employees",
        "a_table_whose_name_is_as_long_as_the_server_lets_it_be_64_letters",
        "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
        "𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳𝒳"
      })
  void namesLeaveRoomForThoseOfChecks(String table) {
    String name = ShadowTable.name(table, "_new_", LOAD);

    assertThat(name).endsWith("_new_" + LOAD);
    assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(64 - "_chk_99".length());
    assertThat(table).startsWith(name.substring(0, name.indexOf("_new_")));
  }

  @Test
  void aTableIsKnownByTheStartOfItsName() {
    assertThat(new ShadowTable("hiring", HiringTables.JOBS, LOAD).filled())
        .isEqualTo("jobs_new_" + LOAD);
  }
}
