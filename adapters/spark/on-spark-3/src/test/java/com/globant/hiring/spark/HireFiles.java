package com.globant.hiring.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Made-up files of hires with rows of every kind of fault. */
final class HireFiles {
  static final int DEPARTMENTS = 12;

  private HireFiles() {}

  /**
   * @param ids of the rows are below this, so that some repeat
   */
  static byte[] hires(Random random, int rows, int ids, String lineEnd, boolean header) {
    StringBuilder text = new StringBuilder();
    if (header) {
      text.append("id,name,datetime,department_id,job_id").append(lineEnd);
    }
    for (int i = 0; i < rows; i++) {
      text.append(hire(random, 1 + random.nextInt(ids))).append(lineEnd);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
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
    return switch (random.nextInt(40)) {
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
