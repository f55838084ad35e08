package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.bootstrap.command.TextTable;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.LoadOptions;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.Hints;
import com.globant.hiring.local.samples.SampleFile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Loads the sample files and prints the reports, by the HTTP API and presigned URLs. */
final class Demo {
  private static final int YEAR = 2021;
  private static final int SHOWN_ROWS = 15;
  private static final String WITH_MISTAKES = "with_mistakes.csv";

  /** Of a table without mistakes of its own. */
  private static final int ROWS_WITH_MISTAKES = 12;

  private static final double SHARE_OF_MISTAKES = 0.5;

  private final URI service;
  private final Catalog catalog;
  private final Hints hints;
  private final Path files;
  private final PrintWriter out;
  private final HiringClient client;
  private final DemoClient links = new DemoClient();

  /**
   * @param catalog the tables of the service
   * @param hints for their sample files
   * @param files directory for files that the printed commands use
   */
  Demo(URI service, Catalog catalog, Hints hints, Path files, PrintWriter out) {
    this.service = service;
    this.client = HiringClient.builder(service).patience(Duration.ZERO).build();
    this.catalog = catalog;
    this.hints = hints;
    this.files = files;
    this.out = out;
  }

  /** Loads the sample files and prints both reports; fails at the first refusal. */
  void run() {
    out.printf("%nThe sample files, loaded by the Java client:%n%n");
    List<Table> tables = inOrderOfReferences();
    printLoads(
        tables.stream().map(table -> load(table, LoadOptions.replace(), sample(table))).toList());

    out.printf("%nA file with mistakes, as a dry run, and the rows that it refuses:%n%n");
    Table last = tables.get(tables.size() - 1);
    LoadOptions options = appends(last) ? LoadOptions.append() : LoadOptions.replace();
    LoadOutcome refusing = load(last, options.dryRun(), mistakes(last));
    printLoads(List.of(refusing));
    URI rejects = refusing.getRejectsUrl();
    if (rejects != null) {
      // Without the messages, which are too long for a terminal.
      printFile(
          links.csv(rejects).stream()
              .map(line -> List.of(line.get(0), line.get(1), line.get(2), line.get(4)))
              .toList(),
          rejects.toString());
    }
    if (hasReports()) {
      printReport("first_sql_requirement", "Hires of %d by department, job and quarter");
      printReport("second_sql_requirement", "Departments that hired more than the mean in %d");
    }
  }

  private boolean hasReports() {
    return HiringTables.schemaIn(catalog).isPresent();
  }

  /** Each table after those that it references. */
  private List<Table> inOrderOfReferences() {
    Set<Table> ordered = new LinkedHashSet<>();
    catalog.tables().forEach(table -> add(table, ordered, new HashSet<>()));
    return List.copyOf(ordered);
  }

  /**
   * @param begun tables that are to be added before it, so that a circle ends
   */
  private static void add(Table table, Set<Table> ordered, Set<Table> begun) {
    if (begun.add(table)) {
      table.referencedTables().forEach(other -> add(other, ordered, begun));
      ordered.add(table);
    }
  }

  private LoadOutcome load(Table table, LoadOptions options, byte[] file) {
    return client.load(
        table.name(),
        () -> new ByteArrayInputStream(file),
        file.length,
        options.schema(table.schema().name()));
  }

  private void printLoads(List<LoadOutcome> reports) {
    TextTable table =
        new TextTable(
            List.of(
                "table", "status", "read", "inserted", "rejected", "incomplete", "bytes", "ms"));
    for (LoadOutcome report : reports) {
      RowCounts rows = report.getRows();
      table.row(
          Stream.of(
                  report.getTable(),
                  report.getStatus(),
                  rows.getRead(),
                  rows.getInserted(),
                  rows.getRejected(),
                  rows.getIncomplete(),
                  report.getBytes(),
                  report.getElapsedMs())
              .map(Object::toString)
              .toList());
    }
    out.print(table.text(reports.size()));
  }

  private void printReport(String path, String title) {
    JsonObject link = links.json(reportUri(path));
    out.printf("%n%s (%d rows):%n", title.formatted(YEAR), link.getLong("rows"));
    List<List<String>> lines = links.csv(URI.create(link.getString("presigned-url")));
    printFile(lines, link.getString("presigned-url"));
  }

  private void printFile(List<List<String>> lines, String presigned) {
    TextTable table = new TextTable(lines.get(0));
    lines.stream().skip(1).forEach(table::row);
    out.printf("%n%s%n  %s%n", table.text(SHOWN_ROWS), presigned);
  }

  /** Prints commands to try, and writes their files. */
  void printCommands() {
    out.printf(
        "%nServing at %s until Ctrl-C: open it in a browser, or try (the API is at %s/docs):%n%n",
        service, service);
    List<Table> tables = inOrderOfReferences();
    for (Table table : tables) {
      Path file = write(table.name() + ".csv", sample(table));
      out.printf("  curl -T %s '%s'%n", quoted(file), loadUri(table, ""));
    }
    Table last = tables.get(tables.size() - 1);
    Path mistakes = write(WITH_MISTAKES, mistakes(last));
    out.printf(
        "  curl -T %s '%s'   # see rejects_url%n",
        quoted(mistakes), loadUri(last, appends(last) ? "&append=true" : ""));
    if (hasReports()) {
      for (String report : List.of("first_sql_requirement", "second_sql_requirement")) {
        out.printf("  curl '%s'%n", reportUri(report));
      }
      out.printf("  curl -H 'Accept: text/csv' '%s'%n", reportUri("second_sql_requirement"));
    }
    out.println();
  }

  private URI loadUri(Table table, String options) {
    return service.resolve(
        "/db_migration?schema=%s&table=%s%s"
            .formatted(encoded(table.schema().name()), encoded(table.name()), options));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  private URI reportUri(String path) {
    return service.resolve("/%s?year=%d".formatted(path, YEAR));
  }

  private byte[] sample(Table table) {
    return written(SampleFile.of(table, hints));
  }

  /** Generated rows have keys that the table has already. */
  private boolean appends(Table table) {
    return hints.mistakes(table) != null;
  }

  private byte[] mistakes(Table table) {
    byte[] known = hints.mistakes(table);
    SampleFile usual = SampleFile.of(table, hints);
    return known != null
        ? known
        : written(
            new SampleFile(
                table, hints, ROWS_WITH_MISTAKES, usual.seed(), 0, SHARE_OF_MISTAKES, Map.of()));
  }

  private static byte[] written(SampleFile file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      file.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
    return bytes.toByteArray();
  }

  private Path write(String name, byte[] content) {
    try {
      return Files.write(Files.createDirectories(files).resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write sample files to " + files, e);
    }
  }

  private static String quoted(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "'\\''") + "'";
  }
}
