package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.infer.Inference;
import com.globant.hiring.bootstrap.infer.UnclearFile;
import com.globant.hiring.bootstrap.service.StartFailed;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.raw.Delimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "infer",
    description = {
      "Proposes a datapackage.json for CSV files, one table for each, and prints it.",
      "It reads the whole files. What it could not decide is printed to standard error."
    })
final class InferCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "CSV file of one table.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private List<Path> files;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the package, which is its schema; that of the folder of the first file unless given.")
  private @Nullable String name;

  @Option(
      names = "--charset",
      paramLabel = "CHARSET",
      description = "Charset of the files, such as windows-1252; guessed unless given.")
  private @Nullable Charset charset;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      converter = DelimiterName.class,
      description = "One of , ; | and tab; guessed unless given.")
  private @Nullable Delimiter delimiter;

  @Option(
      names = "--header",
      paramLabel = "present|absent",
      converter = HeaderName.class,
      description = "Whether the first record names the columns; guessed unless given.")
  private @Nullable Boolean header;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    Inference inference = inference();
    PrintWriter err = spec.commandLine().getErr();
    inference.notes().forEach(note -> err.println("note: " + note));
    Definitions read = DataPackages.read(Map.of("datapackage.json", inference.dataPackage()));
    read.faults().forEach(fault -> err.println("fault: " + fault));
    spec.commandLine().getOut().println(inference.dataPackage());
    return read.faults().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Inference inference() {
    try {
      return Inference.of(
          name == null ? folder() : name, files, new Inference.Style(charset, delimiter, header));
    } catch (UnclearFile unclear) {
      throw new StartFailed(String.valueOf(unclear.getMessage()), unclear);
    } catch (NoSuchFileException missing) {
      throw new StartFailed(missing.getFile() + " does not exist", missing);
    } catch (IOException e) {
      throw new StartFailed("A file cannot be read: " + e.getMessage(), e);
    }
  }

  private String folder() {
    Path parent = files.get(0).toAbsolutePath().normalize().getParent();
    Path folder = parent == null ? null : parent.getFileName();
    return Objects.requireNonNullElse(folder, "data").toString();
  }

  /** Parses a delimiter. */
  static final class DelimiterName implements ITypeConverter<Delimiter> {
    @Override
    public Delimiter convert(String text) {
      return Delimiter.named(text)
          .orElseThrow(() -> new TypeConversionException("must be one of , ; | and tab"));
    }
  }

  /** Parses whether there is a header. */
  static final class HeaderName implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      if (!text.equals("present") && !text.equals("absent")) {
        throw new TypeConversionException("must be present or absent");
      }
      return text.equals("present");
    }
  }
}
