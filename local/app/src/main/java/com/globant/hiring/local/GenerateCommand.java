package com.globant.hiring.local;

import com.globant.hiring.bootstrap.command.ConfigOption;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.Hints;
import com.globant.hiring.local.samples.SampleFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    description = {
      "Writes a generated CSV file of any size for a table to standard output, by its definition.",
      "The same options give the same bytes; the default is the sample file."
    })
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--table",
      required = true,
      paramLabel = "TABLE",
      description = "Name of a table that is defined (schemas.directory).")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String table;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      description = "Its schema; needed only if several schemas have such a table.")
  private @Nullable String schema;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Number of rows; that of the sample file unless given, else 100.")
  private @Nullable Integer rows;

  @Option(names = "--seed", paramLabel = "N", description = "Another seed gives another file.")
  private @Nullable Long seed;

  @Option(
      names = "--incomplete-share",
      paramLabel = "0..1",
      description =
          "Share of rows with a missing value; that of the sample file unless given, else 0.")
  private @Nullable Double incompleteShare;

  @Option(
      names = "--invalid-share",
      paramLabel = "0..1",
      description = "Share of rows that break a rule; 0 unless given.")
  private double invalidShare;

  @Option(
      names = "--rows-of",
      paramLabel = "TABLE=N",
      description =
          "Rows of a referenced table, whose keys are referenced; those of its sample file unless given, else 100. May be repeated.")
  private Map<String, Integer> rowsOf = new HashMap<>();

  @Option(
      names = "--hints",
      paramLabel = "FILE",
      description = "JSON file with texts for columns (docs/tables.md).")
  private @Nullable Path hints;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final OutputStream out;

  /**
   * @param out receives the file
   */
  GenerateCommand(Map<String, String> environment, OutputStream out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = config.settings(environment);
    Table found = table(TableDefinitions.read(settings));
    try {
      sample(found, hints(settings)).writeTo(out);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK;
  }

  private Table table(Catalog catalog) {
    List<Table> found =
        catalog.tables().stream()
            .filter(one -> one.name().equals(table))
            .filter(one -> schema == null || one.schema().name().equals(schema))
            .toList();
    if (found.size() != 1) {
      throw wrong(
          found.isEmpty()
              ? "No table %s is defined; the tables are %s".formatted(table, catalog.names())
              : "Several schemas have a table %s; say which with --schema".formatted(table));
    }
    return found.get(0);
  }

  /** The built-in ones belong to the built-in definitions. */
  private Hints hints(Settings settings) throws IOException {
    if (hints == null) {
      return settings.schemasDirectory() == null ? Hints.builtIn() : Hints.NONE;
    }
    return Hints.read(Files.readString(hints));
  }

  private SampleFile sample(Table found, Hints used) {
    SampleFile usual = SampleFile.of(found, used);
    return new SampleFile(
        found,
        used,
        Objects.requireNonNullElse(rows, usual.rows()),
        Objects.requireNonNullElse(seed, usual.seed()),
        Objects.requireNonNullElse(incompleteShare, usual.incompleteShare()),
        invalidShare,
        rowsOf);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
