package com.globant.hiring.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
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

  @Test
  void fileHasTheYearInItsNameAndNamesAreTexts() {
    Report report = Report.HIRES_BY_QUARTER;

    assertThat(report.fileName(2021)).isEqualTo("hires-by-quarter-2021.csv");
    assertThat(report.header()).containsExactly("department", "job", "Q1", "Q2", "Q3", "Q4");
    assertThat(IntStream.range(0, 6).filter(report::isText)).containsExactly(0, 1);
  }
}
