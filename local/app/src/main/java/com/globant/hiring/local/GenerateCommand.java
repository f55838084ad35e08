package com.globant.hiring.local;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.SampleFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "generate",
    description = {
      "Writes a generated CSV file of any size to standard output.",
      "The same options give the same bytes; the default is the sample file."
    })
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--table",
      required = true,
      paramLabel = "TABLE",
      converter = TableName.class,
      completionCandidates = TableName.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Table table;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Number of rows; that of the sample file unless given.")
  private @Nullable Integer rows;

  @Option(names = "--seed", paramLabel = "N", description = "Another seed gives another file.")
  private @Nullable Long seed;

  @Option(
      names = "--incomplete-share",
      paramLabel = "0..1",
      description =
          "Share of rows with an empty field; 0.035 for hired_employees unless given, else 0.")
  private @Nullable Double incompleteShare;

  @Option(
      names = "--invalid-share",
      paramLabel = "0..1",
      description = "Share of rows that break a rule; 0 unless given.")
  private double invalidShare;

  @Option(
      names = "--departments",
      paramLabel = "N",
      description = "Departments that hires refer to, ${DEFAULT-VALUE} unless given.")
  private int departments = SampleFile.DEPARTMENTS;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Jobs that hires refer to, ${DEFAULT-VALUE} unless given.")
  private int jobs = SampleFile.JOBS;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final OutputStream out;

  /**
   * @param out receives the file
   */
  GenerateCommand(OutputStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    sample().writeTo(out);
    return ExitCode.OK;
  }

  private SampleFile sample() {
    SampleFile usual = SampleFile.of(table);
    try {
      return new SampleFile(
          table,
          Objects.requireNonNullElse(rows, usual.rows()),
          Objects.requireNonNullElse(seed, usual.seed()),
          Objects.requireNonNullElse(incompleteShare, usual.incompleteShare()),
          invalidShare,
          departments,
          jobs);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Parses a table, and lists all tables for the help. */
  static final class TableName implements ITypeConverter<Table>, Iterable<String> {
    @Override
    public Table convert(String name) {
      return HiringTables.named(name)
          .orElseThrow(() -> new TypeConversionException("must be one of " + HiringTables.names()));
    }

    @Override
    public Iterator<String> iterator() {
      return HiringTables.all().stream().map(Table::name).iterator();
    }
  }
}
