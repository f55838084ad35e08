package com.globant.hiring.csv;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A CSV file that workers write; it comes to be with its first record. */
final class FastCsvSpool implements CsvSpool {
  /** Bytes of a byte that is no character, spelled out; some halves of pairs take more. */
  private static final int SPELLED_OUT = "\\xE9".length();

  private final Path directory;
  private final List<String> header;
  private final SpoolSpace.Share space;
  private final Tenancy tenancy;

  // Used by the tenant alone.
  private @Nullable MeasuredFile file;
  private @Nullable CsvWriter writer;
  private long records;
  private boolean full;

  FastCsvSpool(Workers workers, Path directory, List<String> header, SpoolSpace.Share space) {
    this.directory = directory;
    this.header = header;
    this.space = space;
    this.tenancy =
        new Tenancy(workers, this::delete, () -> new IllegalStateException("The spool was closed"));
  }

  @Override
  public CompletionStage<Long> write(List<? extends List<@Nullable String>> batch) {
    return onDisk(
        () -> {
          for (List<@Nullable String> cells : batch) {
            // Later ones that would still fit are not the next ones.
            full = full || !space.tryTake(bytes(cells));
            if (full) {
              break;
            }
            opened().writeRecord(cells);
            records++;
          }
          return records;
        });
  }

  /** What a record takes in the file. */
  private static long bytes(List<@Nullable String> cells) {
    long bytes = 1;
    for (String cell : cells) {
      bytes += 1 + (cell == null ? 0 : bytes(cell));
    }
    return bytes;
  }

  private static long bytes(String cell) {
    long bytes = 0;
    boolean quoted = cell.isEmpty();
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (Character.isSurrogate(c)) {
        // Half a pair, or a byte that is no character and is spelled out.
        bytes += (i > 0 && isPair(cell, i - 1)) || isPair(cell, i) ? 2 : SPELLED_OUT;
      } else {
        bytes += Limits.utf8Bytes(c) + (c == '"' ? 1 : 0);
        quoted |= c == '"' || c == ',' || c == '\n' || c == '\r';
      }
    }
    return bytes + (quoted ? 2 : 0);
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  /** Fills the file with a copy of another one. */
  CompletionStage<Void> copyEscaped(Supplier<CompletionStage<InputStream>> source) {
    return onDisk(
        () -> {
          try (InputStream in = source.get().toCompletableFuture().join();
              MeasuredFile copy = MeasuredFile.createIn(directory)) {
            file = copy;
            in.transferTo(new FormulaEscaper(copy));
          } catch (CompletionException failure) {
            throw Failures.unwrapped(failure) instanceof Refused refused ? refused : failure;
          }
          return null;
        });
  }

  @Override
  public CompletionStage<CsvFile> finish() {
    return onDisk(
        () -> {
          if (writer != null || file == null) {
            opened().close();
          }
          MeasuredFile written = written();
          return new CsvFile(written.path(), written.bytes(), written.sha256(), records);
        });
  }

  @Override
  public CompletionStage<byte[]> content() {
    return onDisk(() -> Files.readAllBytes(written().path()));
  }

  private MeasuredFile written() {
    MeasuredFile written = file;
    if (written == null) {
      throw new IllegalStateException("Nothing was written");
    }
    return written;
  }

  private CsvWriter opened() throws IOException {
    if (writer == null) {
      file = MeasuredFile.createIn(directory);
      writer =
          CsvWriter.builder()
              // Else what begins with # would be put in quotes; there are no comments here.
              .commentCharacter('\0')
              .quoteStrategy(QuoteStrategies.EMPTY)
              .build(new SpellingWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8)));
      writer.writeRecord(header);
    }
    return writer;
  }

  private <T> CompletionStage<T> onDisk(Callable<T> work) {
    return tenancy.use(
        () -> {
          try {
            return work.call();
          } catch (IOException | UncheckedIOException failure) {
            throw new Refused(
                RefusalCode.STORAGE_UNAVAILABLE,
                "the service cannot write to its local disk, or not read what it copies; try again later",
                failure);
          }
        });
  }

  @Override
  public void close() {
    if (tenancy.close()) {
      delete();
    }
  }

  private void delete() {
    space.release();
    MeasuredFile written = file;
    if (written != null) {
      Quietly.close(written);
      Quietly.close(() -> Files.deleteIfExists(written.path()));
    }
  }
}
