package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a parser makes of a file: rows, or a refusal. Any other failure is thrown.
 *
 * @param refusal null if the file was read to its end
 */
record Reading(List<RawRow> rows, @Nullable FileRefused refusal) {
  /** Opens a file. */
  @FunctionalInterface
  interface Opening {
    RawRows open() throws IOException;
  }

  /** Reads a file to its end. */
  static Reading of(Opening opening) {
    List<RawRow> all = new ArrayList<>();
    try (RawRows rows = opening.open()) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        all.addAll(batch);
        rows.settled();
      }
      return new Reading(all, null);
    } catch (FileRefused refusal) {
      return new Reading(List.of(), refusal);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** All that is known of it, for comparison. */
  List<String> described() {
    FileRefused refused = refusal;
    if (refused != null) {
      return List.of(refused.reason() + ": " + refused.detail());
    }
    return rows.stream()
        .map(
            row ->
                "%d %s %d %s %s"
                    .formatted(
                        row.line(),
                        Arrays.toString(row.fields().toArray()),
                        row.fieldCount(),
                        row.malformed(),
                        row.raw()))
        .toList();
  }

  /** A stream whose reads give these pieces one by one. */
  static InputStream stream(List<byte[]> pieces) {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(ByteArrayInputStream::new).toList()));
  }

  /** The bytes in two pieces. */
  static List<byte[]> cutAt(byte[] bytes, int at) {
    return List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
  }

  /** The bytes one by one. */
  static List<byte[]> byteByByte(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (byte one : bytes) {
      pieces.add(new byte[] {one});
    }
    return pieces;
  }
}
