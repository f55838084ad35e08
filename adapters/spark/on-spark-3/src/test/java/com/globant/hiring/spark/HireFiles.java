package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Made-up files of hires with rows of every kind of fault. */
final class HireFiles {
  static final Table HIRES = HiringTables.HIRED_EMPLOYEES;

  /** Of all refusals of rows, those that a load of hires can have. */
  static final Set<RowErrorCode> CODES =
      EnumSet.of(
          RowErrorCode.REQUIRED,
          RowErrorCode.INVALID_INTEGER,
          RowErrorCode.INVALID_DATETIME,
          RowErrorCode.OUT_OF_RANGE,
          RowErrorCode.TOO_LONG,
          RowErrorCode.TOO_FEW_FIELDS,
          RowErrorCode.TOO_MANY_FIELDS,
          RowErrorCode.MALFORMED,
          RowErrorCode.INVALID_ENCODING,
          RowErrorCode.UNKNOWN_REFERENCE,
          RowErrorCode.DUPLICATE_KEY);

  private static final int DEPARTMENTS = 12;

  /** Of hires without a job. */
  private static final long NO_JOB = 2147483648L;

  private static final Comparator<List<Long>> ORDER =
      Comparator.<List<Long>>comparingLong(group -> group.get(0))
          .thenComparingLong(group -> group.get(1))
          .thenComparingLong(group -> group.get(2));

  private HireFiles() {}

  /** Adds the departments and jobs that rows refer to. */
  static void addReferenced(SparkLoad load) {
    String values =
        IntStream.rangeClosed(1, DEPARTMENTS)
            .mapToObj("(%d, 'x')"::formatted)
            .collect(Collectors.joining(", "));
    load.database.execute(
        "INSERT INTO %1$s.departments VALUES %2$s; INSERT INTO %1$s.jobs VALUES %2$s"
            .formatted(load.schema, values));
  }

  /** Files of all kinds: packed and not, with and without headers, with all line ends. */
  static Map<String, byte[]> of(long seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a.csv", hires(random, 300, 5_000, "\n", false));
    files.put("b.csv", hires(random, 200, 5_000, "\r\n", true));
    files.put("c.csv.gz", gzip(hires(random, 200, 5_000, "\r", false)));
    files.put("d.csv", marked(hires(random, 100, 400, "\n", true)));
    files.put("e.csv", new byte[0]);
    files.put("f.csv.zst", Zstd.compress(hires(random, 100, 5_000, "\n", false)));
    return files;
  }

  /** One file, which is marked as UTF-8 and has all line ends. */
  static Map<String, byte[]> one(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(marked(hires(random, 300, 5_000, "\r\n", true)));
    all.writeBytes(hires(random, 300, 5_000, "\n", false));
    all.writeBytes(hires(random, 300, 5_000, "\r", false));
    return Map.of("all.csv", all.toByteArray());
  }

  private static byte[] marked(byte[] text) {
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes("\uFEFF".getBytes(UTF_8));
    marked.writeBytes(text);
    return marked.toByteArray();
  }

  /** What the service makes of files. */
  static InProcess inProcess(SparkLoad load, Map<String, byte[]> files) throws IOException {
    Map<ForeignKey, KeySet> references = new HashMap<>();
    HIRES
        .foreignKeys()
        .forEach(
            key -> references.put(key, id -> (Integer) id >= 1 && (Integer) id <= DEPARTMENTS));
    InProcess expected = new InProcess(load.request(), references);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      expected.file(file.getKey(), plain(file.getKey(), file.getValue()));
    }
    return expected;
  }

  /** What both reports are made of: hires by year, department, job and quarter. */
  static String counts(List<List<@Nullable Object>> rows) {
    Map<List<Long>, long[]> counts = new TreeMap<>(ORDER);
    for (List<@Nullable Object> row : rows) {
      LocalDateTime moment = (LocalDateTime) row.get(2);
      Integer department = (Integer) row.get(3);
      Integer job = (Integer) row.get(4);
      if (moment != null && department != null) {
        counts
            .computeIfAbsent(
                List.of(
                    (long) moment.getYear(), (long) department, job == null ? NO_JOB : (long) job),
                none -> new long[4])[(moment.getMonthValue() - 1) / 3]++;
      }
    }
    return text(counts);
  }

  /** The counts of all parts together. */
  static String sum(List<List<@Nullable String>> parts) throws IOException {
    Map<List<Long>, long[]> counts = new TreeMap<>(ORDER);
    for (List<@Nullable String> part : parts) {
      for (JsonNode cell : new ObjectMapper().readTree(String.valueOf(part.get(3)))) {
        long[] quarters =
            counts.computeIfAbsent(
                List.of(cell.get(0).asLong(), cell.get(1).asLong(), cell.get(2).asLong()),
                none -> new long[4]);
        for (int i = 0; i < quarters.length; i++) {
          quarters[i] += cell.get(3 + i).asLong();
        }
      }
    }
    return text(counts);
  }

  private static String text(Map<List<Long>, long[]> counts) {
    return counts.entrySet().stream()
        .map(
            entry ->
                Stream.concat(entry.getKey().stream(), LongStream.of(entry.getValue()).boxed())
                    .map(String::valueOf)
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static byte[] plain(String name, byte[] content) throws IOException {
    if (name.endsWith(".zst")) {
      return Zstd.decompress(content, (int) Zstd.getFrameContentSize(content));
    }
    return name.endsWith(".gz")
        ? new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes()
        : content;
  }

  /**
   * @param ids of the rows are below this, so that some repeat
   */
  private static byte[] hires(Random random, int rows, int ids, String lineEnd, boolean header) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (header) {
      text.writeBytes(("id,name,datetime,department_id,job_id" + lineEnd).getBytes(UTF_8));
    }
    for (int i = 0; i < rows; i++) {
      int id = 1 + random.nextInt(ids);
      text.writeBytes(
          random.nextInt(40) == 0
              ? (id + ",Zo\u00EB,2021-07-27T00:00:00Z,1,1").getBytes(ISO_8859_1)
              : hire(random, id).getBytes(UTF_8));
      text.writeBytes(lineEnd.getBytes(UTF_8));
    }
    return text.toByteArray();
  }

  private static String hire(Random random, int id) {
    String good =
        "%d,%s,2021-%02d-%02dT10:00:0%dZ,%d,%s"
            .formatted(
                id,
                name(random),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(10),
                1 + random.nextInt(DEPARTMENTS),
                random.nextInt(9) == 0 ? "" : Integer.toString(1 + random.nextInt(DEPARTMENTS)));
    return switch (random.nextInt(50)) {
      case 0 -> "x" + good;
      case 1 -> good + ",more";
      case 2 -> id + ",few";
      case 3 -> id + ",Ann,27/07/2021,1,1";
      case 4 -> id + ",Ann,2021-07-27T00:00:00Z,99,1";
      case 5 -> id + ",\"Ann\"x,2021-07-27T00:00:00Z,1,1";
      case 6 -> "";
      case 7 -> ",,,,";
      case 8 -> id + ",,,1,";
      case 9 -> "99999999999,Ann,2021-07-27T00:00:00Z,1,1";
      case 10 -> " ,Ann,2021-07-27T00:00:00Z,1,1";
      case 11 -> "%d,%s,2021-07-27T00:00:00Z,1,1".formatted(id, "Ann".repeat(86));
      default -> good;
    };
  }

  private static String name(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "\"O\"\"Brien, Ann\"";
      case 1 -> "O\"Brien";
      case 2 -> "\"two\nlines\"";
      case 3 -> "\"three\r\nmore\rlines\"";
      case 4 -> "Zoë 𝄞 " + random.nextInt(100);
      default -> "Ann " + random.nextInt(1000);
    };
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return packed.toByteArray();
  }
}
