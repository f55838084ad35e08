package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Property
  void namesAreFitForFileNames(@ForAll Report report) {
    assertThat(report.reportName()).matches("[a-z][a-z-]*");
  }

  @Test
  void theYearsAreThoseOfTheRows() {
    assertThat(Report.FIRST_YEAR).isEqualTo(1000);
    assertThat(Report.LAST_YEAR).isEqualTo(9999);
  }
}
