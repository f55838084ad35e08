package com.globant.hiring.application.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps records in memory until the end, and counts what is open. For tests of use cases. */
public final class InMemoryCsvSpools implements CsvSpools {
  private final AtomicInteger open = new AtomicInteger();
  private final List<List<List<@Nullable String>>> written = new CopyOnWriteArrayList<>();
  private long mostRecords = Long.MAX_VALUE;
  private volatile @Nullable RuntimeException failure;

  /** How many spools were not closed yet. */
  public int open() {
    return open.get();
  }

  /** The records of the spool that was created last. */
  public List<List<@Nullable String>> last() {
    return written.get(written.size() - 1);
  }

  /** How many spools were created. */
  public int created() {
    return written.size();
  }

  /** Limits of bytes are for the adapter; this one has a limit of records. */
  public void limitRecords(long most) {
    mostRecords = most;
  }

  /** From now on, writing fails with this, as if the disk were full. */
  public void failWith(RuntimeException with) {
    failure = with;
  }

  @Override
  public CsvSpool create(List<String> header) {
    return create(header, Long.MAX_VALUE);
  }

  @Override
  public CsvSpool createLimited(List<String> header) {
    return create(header, mostRecords);
  }

  /** Gives the file as it is: escaping is the adapter's work. */
  @Override
  public CsvSpool copy(InputStream source, boolean escapeFormulas) {
    try (source) {
      return create(List.of(new String(source.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CsvSpool create(List<String> header, long most) {
    open.incrementAndGet();
    List<List<@Nullable String>> records = new ArrayList<>();
    written.add(records);
    return new Spool(header, records, most);
  }

  private final class Spool implements CsvSpool {
    private final List<String> header;
    private final List<List<@Nullable String>> records;
    private final long most;
    private @Nullable Path file;
    private boolean closed;

    Spool(List<String> header, List<List<@Nullable String>> records, long most) {
      this.most = most;
      this.header = header;
      this.records = records;
    }

    @Override
    public boolean write(List<@Nullable String> record) {
      RuntimeException full = failure;
      if (full != null) {
        throw full;
      }
      if (records.size() >= most) {
        return false;
      }
      records.add(record);
      return true;
    }

    @Override
    public CsvFile finish() {
      try {
        Path path = Files.createTempFile("spool", ".csv");
        file = path;
        String text =
            String.join(",", header)
                + "\r\n"
                + records.stream().map(Spool::line).collect(Collectors.joining());
        Files.writeString(path, text);
        return new CsvFile(
            path, Files.size(path), Integer.toHexString(text.hashCode()), records.size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String line(List<@Nullable String> record) {
      return record.stream().map(Spool::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable String value) {
      if (value == null) {
        return "";
      }
      return value.isEmpty() || value.matches("(?s).*[,\"\r\n].*")
          ? '"' + value.replace("\"", "\"\"") + '"'
          : value;
    }

    @Override
    public byte[] content() {
      try {
        return Files.readAllBytes(Objects.requireNonNull(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      open.decrementAndGet();
      try {
        if (file != null) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
