package com.globant.hiring.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.globant.hiring.cli.input.WrongUse;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.Report;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Shows a report on one year.")
final class ReportCommand extends ClientCommand {
  static final List<Report<?>> REPORTS =
      List.of(Report.HIRES_BY_QUARTER, Report.DEPARTMENTS_ABOVE_MEAN);

  /** For help and completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return REPORTS.stream().<String>map(Report::name).iterator();
    }
  }

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name = "";

  @Option(names = "--year", required = true, paramLabel = "YEAR", description = "In UTC.")
  private int year;

  @Option(
      names = "--load",
      paramLabel = "LOAD",
      description = "Id of a dry run on Spark that replaces all hires: reports on those hires.")
  private @Nullable String load;

  @Option(names = "--output", paramLabel = "FILE", description = "Writes it to this CSV file.")
  private @Nullable Path output;

  ReportCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    Report<?> ofTable =
        REPORTS.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new WrongUse(
                        "there is no report %s; there are %s"
                            .formatted(name, String.join(", ", new Names()))));
    Report<?> report = load == null ? ofTable : ofTable.ofDryRun(load);
    HiringClient client = client();
    if (output != null) {
      client.report(report, year, output);
      return ExitStatus.OK;
    }
    List<?> rows = client.report(report, year);
    if (json) {
      rows.forEach(this::printJson);
    } else if (rows.isEmpty()) {
      out().printf("no rows in %d%n", year);
      out().flush();
    } else {
      TextTable text = new TextTable(fields(rows.get(0)).keySet().toArray(String[]::new));
      rows.forEach(row -> text.row(fields(row).values().toArray()));
      text.print(out());
    }
    return ExitStatus.OK;
  }

  private Map<String, Object> fields(Object row) {
    return mapper().convertValue(row, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
