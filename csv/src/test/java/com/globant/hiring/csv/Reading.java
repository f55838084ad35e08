package com.globant.hiring.csv;

import static com.globant.hiring.application.Stages.resultOf;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.Body;
import com.globant.hiring.application.load.RowBatches;
import com.globant.hiring.application.load.RowReader;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reader makes of a body: rows, or a refusal. Any other failure is thrown.
 *
 * @param refusal null where the body was read to its end
 */
record Reading(List<RawRow> rows, @Nullable Refused refusal) {

  /** Reads a body to its end. */
  static Reading of(RowReader reader, Table table, Body body) {
    return of(reader, table, null, body);
  }

  /** Reads a body with a delimiter to its end. */
  static Reading of(RowReader reader, Table table, @Nullable Delimiter delimiter, Body body) {
    List<RawRow> rows = new ArrayList<>();
    try (RowBatches batches = resultOf(reader.open(table, delimiter, body))) {
      for (Optional<List<RawRow>> batch = resultOf(batches.next());
          batch.isPresent();
          batch = resultOf(batches.next())) {
        rows.addAll(batch.get());
      }
      return new Reading(rows, null);
    } catch (Refused refusal) {
      return new Reading(List.of(), refusal);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /** All that can be told of it, for comparison. */
  List<String> told() {
    Refused refused = refusal;
    if (refused != null) {
      return List.of(refused.code() + ": " + refused.detail());
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

  /** The bytes in two pieces, or one where a piece would be empty. */
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
