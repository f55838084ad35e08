package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.bootstrap.TextTable;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Loads the sample files and prints the reports, by the HTTP API and presigned URLs. */
final class Demo {
  private static final int YEAR = 2021;
  private static final int SHOWN_ROWS = 15;
  private static final String WITH_MISTAKES = "with_mistakes.csv";

  /** Hires of which only the first is valid after the sample files. */
  private static final String MISTAKES =
      """
      2001,Ana Vega,2021-11-07T02:48:42Z,1,1
      2002,"Kofi ""Kit"" Okafor",2021-02-30T08:00:00Z,1,1
      2003,Zoë Weiß,2021-07-27,99,1
      x2004,Ivo Peña,2021-07-27 10:00:00,2,17
      2005,Pia Ueda,2021-07-27T10:00:00+02:00,2
      1,"Núñez, María José",2021-07-27T10:00Z,3,33
      """;

  private final URI service;
  private final String schema;
  private final Path files;
  private final PrintWriter out;
  private final DemoClient client = new DemoClient();

  /**
   * @param schema that the service loads into
   * @param files directory for files that the printed commands use
   */
  Demo(URI service, String schema, Path files, PrintWriter out) {
    this.service = service;
    this.schema = schema;
    this.files = files;
    this.out = out;
  }

  /** Loads the sample files and prints both reports; fails at the first answer other than 200. */
  void run() {
    out.printf("%nThe sample files, loaded as with curl -T:%n%n");
    printLoads(HiringTables.all().stream().map(table -> load(table, "", sample(table))).toList());

    out.printf("%nA file with mistakes, as a dry run, and the rows that it refuses:%n%n");
    JsonObject refusing =
        load(HiringTables.HIRED_EMPLOYEES, "&append=true&dry_run=true", MISTAKES.getBytes(UTF_8));
    printLoads(List.of(refusing));
    String rejects = refusing.getString("rejects_url");
    // Without the messages, which are too long for a terminal.
    printFile(
        client.csv(URI.create(rejects)).stream()
            .map(line -> List.of(line.get(0), line.get(1), line.get(2), line.get(4)))
            .toList(),
        rejects);

    printReport("first_sql_requirement", "Hires of %d by department, job and quarter");
    printReport("second_sql_requirement", "Departments that hired more than the mean in %d");
  }

  private JsonObject load(Table table, String options, byte[] file) {
    return client.load(loadUri(table, options), file);
  }

  private void printLoads(List<JsonObject> reports) {
    List<String> counts = List.of("read", "inserted", "rejected", "incomplete");
    TextTable table =
        new TextTable(
            Stream.of(List.of("table", "status"), counts, List.of("bytes", "ms"))
                .flatMap(List::stream)
                .toList());
    for (JsonObject report : reports) {
      JsonObject rows = report.getJsonObject("rows");
      table.row(
          Stream.of(
                  Stream.of(report.getString("table"), report.getString("status")),
                  counts.stream().map(count -> rows.getInteger(count).toString()),
                  Stream.of(report.getString("bytes"), report.getString("elapsed_ms")))
              .flatMap(cells -> cells)
              .toList());
    }
    out.print(table.text(reports.size()));
  }

  private void printReport(String path, String title) {
    JsonObject link = client.json(reportUri(path));
    out.printf("%n%s (%d rows):%n", title.formatted(YEAR), link.getLong("rows"));
    List<List<String>> lines = client.csv(URI.create(link.getString("presigned-url")));
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
    for (Table table : HiringTables.all()) {
      Path file = write(table.name() + ".csv", sample(table));
      out.printf("  curl -T %s '%s'%n", quoted(file), loadUri(table, ""));
    }
    Path mistakes = write(WITH_MISTAKES, MISTAKES.getBytes(UTF_8));
    out.printf(
        "  curl -T %s '%s'   # see rejects_url%n",
        quoted(mistakes), loadUri(HiringTables.HIRED_EMPLOYEES, "&append=true"));
    for (String report : List.of("first_sql_requirement", "second_sql_requirement")) {
      out.printf("  curl '%s'%n", reportUri(report));
    }
    out.printf("  curl -H 'Accept: text/csv' '%s'%n%n", reportUri("second_sql_requirement"));
  }

  private URI loadUri(Table table, String options) {
    return service.resolve(
        "/db_migration?schema=%s&table=%s%s".formatted(schema, table.name(), options));
  }

  private URI reportUri(String path) {
    return service.resolve("/%s?year=%d".formatted(path, YEAR));
  }

  private static byte[] sample(Table table) {
    String name = "/samples/%s.csv".formatted(table.name());
    try (InputStream packaged = Objects.requireNonNull(Demo.class.getResourceAsStream(name))) {
      return packaged.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
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
