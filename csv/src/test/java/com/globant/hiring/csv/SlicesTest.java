package com.globant.hiring.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import org.jspecify.annotations.Nullable;

/**
 * Files that are cut at every size are read as they are in one piece. The system property {@code
 * slices.documents} says how many random documents are read, each cut in every size: a million
 * documents have some ten million slices.
 */
class SlicesTest {
  private static final Table TABLE = HiringTables.DEPARTMENTS;
  private static final int DOCUMENTS = Integer.getInteger("slices.documents", 3_000);
  private static final int LONGEST = 24;

  /** What the grammar distinguishes, and characters of several bytes. */
  private static final String[] ALPHABET = {
    "a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r", "\r\n", " ", "é", "\uFEFF", "𝄞", "#"
  };

  private final RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 64L << 20);

  /** Where records begin, with the lines of the file before them. */
  private record Cut(int offset, long lines) {}

  private record Content(List<String> rows, @Nullable String refusal) {}

  @Example
  void slicesHaveTheRowsOfTheFile() throws IOException {
    long seed = Long.getLong("slices.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int document = 0; document < DOCUMENTS; document++) {
      byte[] file = document(random);
      Content whole = new Content(new ArrayList<>(), null);
      whole =
          read(whole.rows(), parser.csv(TABLE, in(file, 0, file.length), UTF_8, Delimiter.COMMA));
      for (int size = 1; size <= file.length; size++) {
        assertThat(inSlices(file, size))
            .as(
                "seed %d, document %d: %s in pieces of %d",
                seed, document, new String(file, UTF_8), size)
            .isEqualTo(whole);
      }
    }
  }

  @Example
  void pieceIsFollowedFromEachStateHoweverItIsAdded() {
    long seed = Long.getLong("slices.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int document = 0; document < DOCUMENTS; document++) {
      byte[] bytes = document(random);
      RecordStates whole = new RecordStates(TABLE, Delimiter.COMMA);
      whole.add(bytes, 0, bytes.length);
      RecordStates steps = new RecordStates(TABLE, Delimiter.COMMA);
      for (int i = 0; i < bytes.length; i++) {
        steps.add(bytes, i, 1);
      }

      for (int begin = 0; begin < 8; begin++) {
        assertThat(described(steps, begin))
            .as("seed %d, document %d: %s", seed, document, new String(bytes, UTF_8))
            .isEqualTo(described(whole, begin));
      }
    }
  }

  private static List<Long> described(RecordStates piece, int begin) {
    return List.of(
        (long) piece.end(begin),
        piece.lines(begin),
        piece.firstRecord(begin),
        piece.linesBeforeFirstRecord(begin));
  }

  @Example
  void filesWithCommentsOrInitialBlanksOrWideQuotesAreNotCut() {
    assertThat(canCut(Dialect.DEFAULT)).isTrue();
    assertThat(canCut(new Dialect(null, null, '\u007F', null, false))).isTrue();
    assertThat(canCut(new Dialect(null, null, '\u0080', null, false))).isFalse();
    assertThat(canCut(new Dialect(null, null, '"', '#', false))).isFalse();
    assertThat(canCut(new Dialect(null, null, '"', null, true))).isFalse();
  }

  private static boolean canCut(Dialect dialect) {
    return RecordStates.canCut(Dialects.of(TABLE, dialect));
  }

  private static byte[] document(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    int length = 1 + random.nextInt(LONGEST);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    if (random.nextInt(8) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xE9;
    }
    return bytes;
  }

  private Content inSlices(byte[] file, int size) throws IOException {
    List<Cut> cuts = cuts(file, size);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      Cut cut = cuts.get(i);
      boolean last = i == cuts.size() - 1;
      int end = last ? file.length : cuts.get(i + 1).offset();
      RawRows slice =
          i == 0
              ? parser.csv(TABLE, in(file, 0, end), UTF_8, Delimiter.COMMA)
              : parser.csvSlice(
                  TABLE, in(file, cut.offset(), end), Delimiter.COMMA, cut.lines(), last);
      Content read = read(rows, slice);
      if (read.refusal() != null) {
        return read;
      }
    }
    return new Content(rows, null);
  }

  /** The first is that of the file. */
  private static List<Cut> cuts(byte[] file, int size) {
    List<Cut> cuts = new ArrayList<>(List.of(new Cut(0, 0)));
    int begin = new String(file, UTF_8).startsWith("\uFEFF") ? 3 : 0;
    int state = RecordStates.AT_RECORD;
    long lines = 0;
    for (int from = begin; from < file.length; from += size) {
      RecordStates piece = new RecordStates(TABLE, Delimiter.COMMA);
      int count = Math.min(size, file.length - from);
      // In two steps, as blocks of a file are.
      piece.add(file, from, count / 2);
      piece.add(file, from + count / 2, count - count / 2);
      long first = piece.firstRecord(state);
      if (from > begin && first >= 0) {
        cuts.add(new Cut((int) (from + first), lines + piece.linesBeforeFirstRecord(state)));
      }
      lines += piece.lines(state);
      state = piece.end(state);
    }
    return cuts;
  }

  private static ByteArrayInputStream in(byte[] file, int from, int to) {
    return new ByteArrayInputStream(file, from, to - from);
  }

  private static Content read(List<String> rows, RawRows content) throws IOException {
    try (content) {
      for (List<RawRow> batch = content.next(); !batch.isEmpty(); batch = content.next()) {
        for (RawRow row : batch) {
          rows.add(
              "%d %s %d %d %b %s"
                  .formatted(
                      row.line(),
                      row.fields(),
                      row.fieldCount(),
                      row.filledCount(),
                      row.malformed(),
                      row.raw()));
        }
        content.settled();
      }
      return new Content(rows, null);
    } catch (FileRefused refused) {
      // How many rows came before depends on batches.
      return new Content(List.of(), refused.detail());
    }
  }
}
