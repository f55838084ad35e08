package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No body takes more memory or time than its limits say. */
class BoundsTest {
  private static final int LIMIT = RowParser.DEFAULT_FIELD_LIMIT;

  /** What may be read ahead. */
  private static final int SLACK = 64 * 1024;

  private static final CsvFormat COMMAS = CsvFormat.of(Dialect.DEFAULT, Delimiter.COMMA);

  private final RowParser parser = new RowParser(LIMIT, 256L << 20);

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"a\"\"", "1,\"\n", "", "1,", "\"a\"b"})
  void endlessFieldIsRefusedAtItsLimit(String begin) {
    Endless body = new Endless(begin, 'x');

    Reading reading = read(body);

    assertRefused(reading, "line 1: field ");
    boolean inQuotes = begin.chars().filter(c -> c == '"').count() % 2 == 1;
    assertThat(reading.described().get(0))
        .contains(inQuotes ? "its closing quote is missing" : "line ends are missing");
    assertThat(body.pulled).isBetween((long) LIMIT, (long) LIMIT + SLACK);
  }

  @Test
  void fieldOfLineEndsIsRefusedAtItsLimit() {
    Endless body = new Endless("1,a\n2,\"", '\n');

    assertRefused(read(body), "line 2: field 2");
    assertThat(body.pulled).isBetween((long) LIMIT, (long) LIMIT + SLACK);
  }

  @Test
  void endlessRecordIsRefusedAtItsLimit() {
    Endless body = new Endless("", ',');

    assertRefused(read(body), "line 1: the record");
    assertThat(body.pulled).isBetween(8L * LIMIT, 8L * LIMIT + SLACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"department\":\"", "[{\"", "[{\"id\":1"})
  void endlessJsonValueIsRefusedAtItsLimit(String begin) {
    Endless body = new Endless(begin, '1');

    assertRefused(Reading.of(() -> parser.json(HiringTables.DEPARTMENTS, body)), "");
    assertThat(body.pulled).isBetween((long) LIMIT, 2L * LIMIT + SLACK);
  }

  private static void assertRefused(Reading reading, String begin) {
    FileRefused refusal = reading.refusal();

    assertThat(refusal).isNotNull();
    assertThat(Objects.requireNonNull(refusal).reason()).isEqualTo(Reason.FIELD_TOO_LARGE);
    assertThat(refusal.detail()).startsWith(begin);
  }

  @Test
  void fieldOf128KibIsReadAndOneByteMoreIsRefused() {
    String largest = "x".repeat(128 * 1024);

    assertThat(read("1," + largest).rows().get(0).field(1)).isEqualTo(largest);
    assertThat(read("1,\"" + largest + "\"").rows().get(0).field(1)).isEqualTo(largest);
    assertThat(read("1," + largest + "x").described().get(0)).startsWith("FIELD_TOO_LARGE");
    assertThat(read("1,\"" + largest + "x\"").described().get(0)).startsWith("FIELD_TOO_LARGE");
  }

  @Test
  void largestRecordIsRead() {
    String record = (",\"" + "\"\"".repeat(LIMIT / 2 - 2) + "\"").repeat(8).substring(1);

    RawRow row = read(record).rows().get(0);

    assertThat(row.fieldCount()).isEqualTo(8);
    assertThat(row.field(7)).isEqualTo("\"".repeat(LIMIT / 2 - 2));
    assertThat(row.raw()).hasToString(record);
  }

  @Test
  void millionFieldsAreCountedAndNotKept() {
    RawRow row = read(",".repeat(1_000_000) + "x").rows().get(0);

    assertThat(row.fieldCount()).isEqualTo(1_000_001);
    assertThat(row.fields()).hasSize(4096).containsOnlyNulls();
  }

  @Test
  void millionEmptyFieldsAreNoRecord() {
    assertThat(read(",".repeat(1_000_000)).described()).isEmpty();
  }

  @Test
  void firstFieldsAreKept() {
    RawRow row = read("x,".repeat(4999) + "x").rows().get(0);

    assertThat(row.fieldCount()).isEqualTo(5000);
    assertThat(row.fields()).hasSize(4096).containsOnly("x");
  }

  @Test
  void blankLinesAreCounted() {
    long blankLines = 1_000_000;
    Endless body = new Endless("", '\n').thenAfter(blankLines, "1,a");

    List<RawRow> rows = read(body).rows();

    assertThat(rows).extracting(RawRow::line).containsExactly(blankLines + 1);
  }

  /** If they were kept, they would take 800 MB, which the tests do not have. */
  @Test
  void blankLinesTakeNoMemory() throws IOException {
    InputStream blankLines = new Endless("", '\n');
    char[] chars = new char[8192];
    try (RecordText text =
        new RecordText(
            new DecodingReader(blankLines, StandardCharsets.UTF_8, 16 * 1024, true),
            new Limits(LIMIT),
            memory(new Limits(LIMIT)),
            COMMAS)) {
      text.beginBatch(1000);
      long read = 0;
      while (read < 400_000_000) {
        read += text.read(chars, 0, chars.length);
      }
      assertThat(text.batchLength()).isZero();
    }
  }

  /** If they were kept, they would take 600 MB, which the tests do not have. */
  @Test
  void recordsWithoutAValueTakeNoMemory() throws IOException {
    Reader text = new Repeating(",,  \n", 300_000_000);
    try (CsvRows rows = rows(text, LIMIT)) {
      assertThat(rows.next()).isEmpty();
    }
    assertThat(text.read()).isEqualTo(-1);
  }

  /** A text over and over again. */
  private static final class Repeating extends Reader {
    private final char[] part;
    private long left;

    Repeating(String text, long length) {
      this.part = text.repeat(8192 / text.length() + 1).toCharArray();
      this.left = length;
    }

    @Override
    public int read(char[] target, int offset, int length) {
      int count = (int) Math.min(left, Math.min(part.length, length));
      System.arraycopy(part, 0, target, offset, count);
      left -= count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {}
  }

  @Test
  void batchHasAtMostThousandRows() throws IOException {
    try (CsvRows rows = rows("1,a\n".repeat(2500))) {
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.next()).hasSize(500);
      assertThat(rows.next()).isEmpty();
      assertThat(rows.next()).isEmpty();
    }
  }

  @Test
  void batchOfLongRowsEndsEarlier() throws IOException {
    String record = "x".repeat(100 * 1024 - 1);
    try (CsvRows rows = rows((record + "\n").repeat(5))) {
      assertThat(rows.next()).hasSize(3);
      rows.settled();
      List<RawRow> rest = rows.next();
      assertThat(rest).hasSize(2);
      assertThat(rest).allSatisfy(row -> assertThat(row.raw()).hasToString(record));
    }
  }

  @Test
  void rowOfAsManyFieldsAsATableHasColumnsIsKeptWhole() {
    String record = "x,".repeat(1016) + "x";

    List<RawRow> rows = read((record + "\n").repeat(50)).rows();

    assertThat(rows).hasSize(50);
    assertThat(rows).allSatisfy(row -> assertThat(row.fields()).hasSize(1017).containsOnly("x"));
  }

  /** Each field is an object, and later a value: many times the memory of its characters. */
  @Test
  void batchOfManyFieldsEndsEarlierIfThereIsNoMemory() throws IOException {
    Limits limits = new Limits(LIMIT);
    LoadMemory memory =
        new LoadMemory(
            new MemoryBudget(
                limits.largestRecordBytes(), limits.largestRecordBytes(), Duration.ZERO),
            limits);
    String text = ("x,".repeat(1016) + "x\n").repeat(100);
    try (CsvRows rows = new CsvRows(new StringReader(text), limits, memory, COMMAS, false)) {
      int read = 0;
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        assertThat(batch).hasSizeLessThan(6);
        read += batch.size();
        rows.settled();
      }
      assertThat(read).isEqualTo(100);
    }
  }

  @Test
  void rowsDoNotChangeWhenMoreAreRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 3000; i++) {
      text.append(i).append(",\"").append("é".repeat(i % 50)).append("\"\n");
    }
    try (CsvRows rows = rows(text.toString())) {
      List<RawRow> first = rows.next();
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.next()).hasSize(1000);
      for (int i = 1; i <= 1000; i++) {
        assertThat(first.get(i - 1).raw()).hasToString(i + ",\"" + "é".repeat(i % 50) + "\"");
      }
    }
  }

  @Test
  void rawTextHasSubsequences() throws IOException {
    try (CsvRows rows = rows("0,x\n1,\"a\"\n")) {
      CharSequence raw = rows.next().get(1).raw();

      assertThat(raw.length()).isEqualTo(5);
      assertThat(raw.charAt(4)).isEqualTo('"');
      assertThat(raw.subSequence(2, 4)).hasToString("\"a");
      assertThat(raw.subSequence(0, 5)).hasToString("1,\"a\"");
      assertThat(raw.subSequence(5, 5)).isEmpty();
      assertThatThrownBy(() -> raw.charAt(5)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> raw.charAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> raw.subSequence(2, 6)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> raw.subSequence(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> raw.subSequence(-1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 67_108_864, Integer.MAX_VALUE})
  void unusableFieldLimitIsRejected(int fieldLimit) {
    assertThatThrownBy(() -> new Limits(fieldLimit)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 67_108_863})
  void smallestAndLargestFieldLimitWork(int fieldLimit) throws IOException {
    try (CsvRows rows = rows(new StringReader("a,b\n"), fieldLimit)) {
      assertThat(rows.next()).hasSize(1);
    }
  }

  private static CsvRows rows(String text) {
    return rows(new StringReader(text), LIMIT);
  }

  private static CsvRows rows(Reader text, int fieldLimit) {
    Limits limits = new Limits(fieldLimit);
    return new CsvRows(text, limits, memory(limits), COMMAS, false);
  }

  private static LoadMemory memory(Limits limits) {
    return new LoadMemory(
        new MemoryBudget(Long.MAX_VALUE, limits.largestRecordBytes(), Duration.ZERO), limits);
  }

  private Reading read(String text) {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Reading read(InputStream bytes) {
    return Reading.of(
        () -> parser.csv(HiringTables.DEPARTMENTS, bytes, StandardCharsets.UTF_8, null));
  }

  /** A stream that begins with a text and goes on with one character. */
  private static final class Endless extends InputStream {
    private final byte[] begin;
    private final byte more;
    private byte[] end = new byte[0];
    private long endAt = Long.MAX_VALUE;
    private long pulled;

    Endless(String begin, char more) {
      this.begin = begin.getBytes(StandardCharsets.UTF_8);
      this.more = (byte) more;
    }

    /** Lets it end after so many characters, with a text. */
    Endless thenAfter(long count, String text) {
      endAt = count;
      end = text.getBytes(StandardCharsets.UTF_8);
      return this;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (pulled < begin.length) {
        return copied(begin, (int) pulled, target, offset, length);
      }
      if (pulled >= endAt) {
        return copied(end, (int) (pulled - endAt), target, offset, length);
      }
      int count = (int) Math.min(length, endAt - pulled);
      Arrays.fill(target, offset, offset + count, more);
      pulled += count;
      return count;
    }

    private int copied(byte[] source, int from, byte[] target, int offset, int length) {
      int count = Math.min(length, source.length - from);
      System.arraycopy(source, from, target, offset, count);
      pulled += count;
      return count == 0 ? -1 : count;
    }
  }
}
