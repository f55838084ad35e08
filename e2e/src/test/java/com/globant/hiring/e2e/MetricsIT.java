package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The metrics of a loading service, and the dashboard that shows them. */
@ExtendWith(ServiceUnderTest.class)
class MetricsIT {
  private static final Path DASHBOARD = Path.of("../dashboards/hiring.json");
  private static final Pattern SERIES =
      Pattern.compile("^([a-z]\\w*)(\\{.*})? \\S+$", Pattern.MULTILINE);
  private static final Pattern METRIC = Pattern.compile("\\b(?:hiring|jvm|process|system)_\\w+");

  /** Counters that appear when what they count has happened. */
  private static final Set<String> NOT_ALWAYS_THERE =
      Set.of(
          "jvm_gc_pause_seconds_sum",
          "hiring_loads_in_place_total",
          "hiring_http_parser_refusals_total");

  private final HiringServer server;
  private final Sql sql;

  MetricsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  @Test
  void aLoadChangesAllItsMetrics() {
    String table = "schema=\"%s\",table=\"departments\"}".formatted(server.schema());
    String committed = "hiring_loads_total{code=\"none\",outcome=\"committed\"," + table;
    String refused = "hiring_loads_total{code=\"no_rows_accepted\",outcome=\"refused\"," + table;
    String inserted = "hiring_rows_total{outcome=\"inserted\"," + table;
    String bytes = "hiring_body_bytes_total{" + table;
    String batches = "hiring_batch_write_seconds_count{" + table;
    server.load("departments", "x,bad\n").assertProblem(422, "no_rows_accepted");
    String before = scrape();

    server.load("departments", "1,Sales\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("departments", "x,bad\n").assertProblem(422, "no_rows_accepted");

    String after = scrape();
    assertThat(value(after, committed) - value(before, committed)).isEqualTo(1);
    assertThat(value(after, refused) - value(before, refused)).isEqualTo(1);
    assertThat(value(after, inserted) - value(before, inserted)).isEqualTo(2);
    assertThat(value(after, bytes) - value(before, bytes)).isEqualTo(22);
    assertThat(value(after, batches)).isGreaterThan(value(before, batches));
  }

  @Test
  void poolUsageReturnsToZero() {
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

    Eventually.until(
        "no load, and no connection of one in use",
        () ->
            value(scrape(), "hiring_database_in_use_connections{pool=\"loads\"}") == 0
                && value(scrape(), "hiring_loads_running") == 0);
    assertThat(value(scrape(), "hiring_database_waiting_connections{pool=\"loads\"}")).isZero();
    assertThat(value(scrape(), "hiring_database_limit_connections{pool=\"loads\"}")).isPositive();
  }

  @Test
  void noLabelContainsAnIdOrAddress() {
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

    assertThat(scrape()).doesNotContain("127.0.0.1").doesNotContainPattern("[0-9a-f]{8}-");
  }

  @Test
  void everyMetricOfTheDashboardExists() throws IOException {
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    assertThat(dashboard.get("schemaVersion").asInt()).isPositive();

    Set<String> shown = new TreeSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
      for (JsonNode target : panel.path("targets")) {
        Set<String> ofTarget = metrics(target.get("expr").asText());
        assertThat(ofTarget).as("metrics of %s", panel.get("title")).isNotEmpty();
        shown.addAll(ofTarget);
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      shown.addAll(metrics(variable.path("definition").asText()));
    }

    assertThat(shown).hasSizeGreaterThan(15);
    Set<String> families = new TreeSet<>();
    shown.forEach(name -> families.add(family(name)));
    shown.removeAll(NOT_ALWAYS_THERE);
    Set<String> exposed = new TreeSet<>();
    SERIES.matcher(scrape()).results().forEach(series -> exposed.add(series.group(1)));
    assertThat(exposed).containsAll(shown);
    // And the other way round: what the service itself counts can be seen.
    assertThat(exposed)
        .filteredOn(name -> name.startsWith("hiring_"))
        .allMatch(name -> families.contains(family(name)));
  }

  private static String family(String name) {
    return name.replaceFirst("_(bucket|count|sum|max|total)$", "");
  }

  private static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(expression).results().map(MatchResult::group).forEach(names::add);
    return names;
  }

  private String scrape() {
    Answer metrics = server.get("/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    return metrics.text();
  }

  private static double value(String metrics, String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is not in " + metrics));
  }
}
