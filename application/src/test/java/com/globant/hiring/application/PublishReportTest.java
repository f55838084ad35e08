package com.globant.hiring.application;

import static com.globant.hiring.application.Loads.await;
import static com.globant.hiring.application.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.PublishReport.Published;
import com.globant.hiring.application.PublishReport.Rendered;
import com.globant.hiring.domain.Report;
import com.globant.hiring.domain.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishReportTest {
  private static final String SCHEMA = "hiring";

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final PublishReport publishReport = new PublishReport(tables, spools, store, SCHEMA);

  @BeforeEach
  void oneHire() {
    Loads.replace(
        tables.recorded(), SCHEMA, Table.DEPARTMENTS, List.of(row(1, 1, "Sales"), row(2, 2, "IT")));
    Loads.replace(tables.recorded(), SCHEMA, Table.JOBS, List.of(row(1, 1, "Clerk")));
    Loads.replace(
        tables.recorded(),
        SCHEMA,
        Table.HIRED_EMPLOYEES,
        List.of(row(1, 1, "Ada", LocalDateTime.parse("2021-05-01T00:00:00"), 1, 1)));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(spools.open()).isZero();
  }

  @Test
  void aReportIsStoredUnderAKeyOfItsOwnAndLinkedTo() {
    Published one = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021));
    Published other = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021));

    assertThat(one.rows()).isEqualTo(1);
    assertThat(new String(store.read(one.link().url()).orElseThrow(), StandardCharsets.UTF_8))
        .startsWith("department,job,Q1,Q2,Q3,Q4\r\n")
        .contains("Sales, Clerk, 0, 1, 0, 0");
    assertThat(store.read(other.link().url())).isPresent();
    assertThat(store.files().keySet())
        .hasSize(2)
        .allSatisfy(key -> assertThat(key).startsWith("reports/hires-by-quarter/2021/"));
  }

  @Test
  void aRenderedReportIsThereUntilItIsClosed() {
    Rendered rendered = await(publishReport.render(Report.DEPARTMENTS_ABOVE_MEAN, 2021));

    assertThat(rendered.file().path()).content().contains("[1, Sales, 1]");
    assertThat(rendered.file().records()).isEqualTo(1);
    rendered.close();
    assertThat(Files.exists(rendered.file().path())).isFalse();
  }

  @Test
  void anEmptyReportHasItsHeader() {
    try (Rendered rendered = await(publishReport.render(Report.HIRES_BY_QUARTER, 1999))) {
      assertThat(rendered.file().path()).hasContent("department,job,Q1,Q2,Q3,Q4");
    }
  }

  @Test
  void outagesOfDatabaseAndStoreAreToldAndLeaveNothing() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));
    assertThatThrownBy(() -> await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE));

    tables.setUnavailable(true);
    assertThatThrownBy(() -> await(publishReport.render(Report.HIRES_BY_QUARTER, 2021)))
        .isInstanceOf(Refused.class);
  }
}
