package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** How a client can send the same rows, each as the bytes of a complete request. */
enum SendingMode {
  CONTENT_LENGTH {
    @Override
    byte[] request(String head, List<String> rows) {
      byte[] body = csv(rows);
      return joined(head + "Content-Type: text/csv\r\n" + length(body), body);
    }
  },
  CHUNKED {
    @Override
    byte[] request(String head, List<String> rows) {
      byte[] body = csv(rows);
      ByteArrayOutputStream chunks = new ByteArrayOutputStream();
      for (int from = 0; from < body.length; from += CHUNK_BYTES) {
        int size = Math.min(CHUNK_BYTES, body.length - from);
        chunks.writeBytes("%x\r\n".formatted(size).getBytes(UTF_8));
        chunks.write(body, from, size);
        chunks.writeBytes("\r\n".getBytes(UTF_8));
      }
      chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
      return joined(
          head + "Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n",
          chunks.toByteArray());
    }
  },
  GZIP {
    @Override
    byte[] request(String head, List<String> rows) {
      byte[] body = gzip(csv(rows));
      return joined(
          head + "Content-Type: text/csv\r\nContent-Encoding: gzip\r\n" + length(body), body);
    }
  },
  MULTIPART {
    @Override
    byte[] request(String head, List<String> rows) {
      String before =
          "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"hires.csv\"\r\n"
              + "Content-Type: text/csv\r\n\r\n";
      byte[] body = joined(before, joined(new String(csv(rows), UTF_8), bytes("\r\n--part--\r\n")));
      return joined(
          head + "Content-Type: multipart/form-data; boundary=part\r\n" + length(body), body);
    }
  },
  JSON {
    @Override
    byte[] request(String head, List<String> rows) {
      String objects =
          String.join(
              ",",
              rows.stream()
                  .map(row -> row.split(",", -1))
                  .map(
                      row ->
                          "{\"id\":%s,\"name\":\"%s\",\"datetime\":\"%s\"}"
                              .formatted(row[0], row[1], row[2]))
                  .toList());
      byte[] body = bytes("[" + objects + "]");
      return joined(head + "Content-Type: application/json\r\n" + length(body), body);
    }

    @Override
    int mostRows() {
      return 1000;
    }
  };

  private static final int CHUNK_BYTES = 3000;

  /**
   * The bytes of a request.
   *
   * @param head request line and headers so far
   * @param rows hires without department and job, as lines of CSV
   */
  abstract byte[] request(String head, List<String> rows);

  /** How many rows can be sent this way. */
  int mostRows() {
    return Integer.MAX_VALUE;
  }

  private static String length(byte[] body) {
    return "Content-Length: " + body.length + "\r\n\r\n";
  }

  private static byte[] csv(List<String> rows) {
    return bytes(String.join("\n", rows) + "\n");
  }

  static byte[] gzip(String content) {
    return gzip(bytes(content));
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] joined(String head, byte[] body) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes(head));
    whole.writeBytes(body);
    return whole.toByteArray();
  }
}
