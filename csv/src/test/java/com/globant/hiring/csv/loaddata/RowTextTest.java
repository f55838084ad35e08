package com.globant.hiring.csv.loaddata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

class RowTextTest {
  private final RowText text = new RowText();

  @Example
  void tabsSeparateValuesAndLineFeedsEndRows() {
    add(1, "Ann", LocalDateTime.of(2021, 11, 7, 2, 48, 42), 3, null);
    add(2, "", null, null, 4);

    assertThat(written()).isEqualTo("1\tAnn\t2021-11-07 02:48:42\t3\t\\N\n2\t\t\\N\t\\N\t4\n");
  }

  @Example
  void specialCharactersAreEscaped() {
    add("a\tb\nc\\d\0e\r\"'\\N");

    assertThat(written()).isEqualTo("a\\\tb\\\nc\\\\d\\0e\r\"'\\\\N\n");
  }

  @Example
  void textIsUtf8() {
    add("Zoë Łukasz \uD83D\uDE80\t日本");

    assertThat(written()).isEqualTo("Zoë Łukasz \uD83D\uDE80\\\t日本\n");
  }

  @Example
  void microsecondsAreWrittenUnlessZero() {
    add(LocalDateTime.of(1000, 1, 2, 3, 4, 5, 6_000), LocalDateTime.of(9999, 12, 31, 23, 59, 59));

    assertThat(written()).isEqualTo("1000-01-02 03:04:05.000006\t9999-12-31 23:59:59\n");
  }

  @Property
  void integersAreDecimal(@ForAll int number) {
    text.clear();
    add(number);

    assertThat(written()).isEqualTo(number + "\n");
  }

  @Example
  void extremeIntegersAreDecimal() {
    add(Integer.MAX_VALUE, Integer.MIN_VALUE, 0, -1, 9, 10, -10, 99, 100);

    assertThat(written()).isEqualTo("2147483647\t-2147483648\t0\t-1\t9\t10\t-10\t99\t100\n");
  }

  @Property(tries = 50)
  void longTextsFit(@ForAll String value) {
    text.clear();
    String all = value.repeat(1 + 300_000 / (value.length() + 1));
    add(all, all);

    // Lone surrogates are no characters, and come as question marks.
    String read = new String(all.getBytes(UTF_8), UTF_8).replace("\\", "\\\\");
    String escaped = read.replace("\t", "\\\t").replace("\n", "\\\n").replace("\0", "\\0");
    assertThat(written()).isEqualTo(escaped + "\t" + escaped + "\n");
  }

  /** Lone surrogates are no characters, and are stored as question marks. */
  @Property
  void rowsAreReadBackAsTheyWere(
      @ForAll int key,
      @ForAll @WithNull String name,
      @ForAll @LongRange(min = -30_610_224_000L, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999) int microsecond,
      @ForAll @WithNull Integer department,
      @ForAll long line,
      @ForAll String raw) {
    LocalDateTime moment = LocalDateTime.ofEpochSecond(second, 1000 * microsecond, ZoneOffset.UTC);
    String storable = name == null ? null : stored(name);
    List<Row> rows =
        List.of(
            Row.of(line, stored(raw), key, storable, moment, department, null),
            Row.of(1, "", 0, "", null, null, -key));
    RowText values = new RowText();
    RowText origins = new RowText();
    for (Row row : rows) {
      values.add(row, 5);
      origins.addOrigin(row);
    }

    List<Row> read = RowText.rows(HiringTables.HIRED_EMPLOYEES, values.buffer(), origins.buffer());

    assertThat(read).hasToString(rows.toString());
    assertThat(read).extracting(row -> row.raw().toString()).containsExactly(stored(raw), "");
    assertThat(read).extracting(Row::values).isEqualTo(rows.stream().map(Row::values).toList());
  }

  @Example
  void filesOfRowsAreReadBack() {
    String a = "s3://history/a\tb\\.csv";
    List<Row> rows =
        Stream.of(null, a, a, "s3://history/ñ.csv", a, null, a)
            .map(file -> Row.of(file, 1, "raw", 1, "x"))
            .toList();
    RowText values = new RowText();
    RowText origins = new RowText();
    for (int batch = 0; batch < 2; batch++) {
      values.clear();
      origins.clear();
      for (Row row : rows.subList(batch, rows.size())) {
        values.add(row, 2);
        origins.addOrigin(row);
      }

      assertThat(RowText.rows(HiringTables.DEPARTMENTS, values.buffer(), origins.buffer()))
          .extracting(Row::file)
          .isEqualTo(rows.subList(batch, rows.size()).stream().map(Row::file).toList());
    }
  }

  @Example
  void bufferGrowsForOrigins() {
    Row row = Row.of("file", 7, "record", 1, "x");
    for (int i = 0; i < 10_000; i++) {
      text.addOrigin(row);
    }

    // Line, lengths of name and record, record; the name once.
    assertThat(text.buffer().remaining()).isEqualTo(10_000 * (8 + 4 + 4 + 6) + 4);
  }

  @Example
  void valuesOfAllTypesAreText() {
    add(
        Long.MIN_VALUE,
        new BigDecimal("-0.05"),
        new BigDecimal("12.30"),
        new BigDecimal("0E-30"),
        new BigDecimal("100"),
        0.1,
        true,
        false,
        LocalDate.of(2021, 11, 7),
        LocalTime.of(2, 48, 42, 1000));

    assertThat(written())
        .isEqualTo(
            "-9223372036854775808\t-0.05\t12.30\t0.000000000000000000000000000000\t100\t0.1\t1\t0\t2021-11-07\t02:48:42.000001\n");
  }

  @Property
  void decimalsHaveAllTheirDigits(@ForAll long digits, @ForAll @IntRange(max = 30) int scale) {
    text.clear();
    BigDecimal number = BigDecimal.valueOf(digits, scale);
    add(number);

    assertThat(written()).isEqualTo(number.toPlainString() + "\n");
  }

  @Example
  void decimalsOfAnyPrecisionAndScaleArePlain() {
    add(new BigDecimal("1E+3"), new BigDecimal("-1234567890123456789012345.67"));

    assertThat(written()).isEqualTo("1000\t-1234567890123456789012345.67\n");
  }

  @Example
  void bufferGrowsForValuesOfAnyType() {
    List<Object> values =
        List.of(
            -1234567,
            "text",
            true,
            new BigDecimal("-12345.67"),
            LocalDate.of(2021, 11, 7),
            LocalTime.of(2, 48, 42, 123_456_000));
    for (Object value : values) {
      RowText one = new RowText();
      Row row = Row.of(1, "", value);
      one.add(row, 1);
      String line = written(one);
      RowText many = new RowText();
      int times = 200_000 / line.length();
      for (int i = 0; i < times; i++) {
        many.add(row, 1);
      }

      assertThat(written(many)).isEqualTo(line.repeat(times));
    }
  }

  @Example
  void bufferOfMoreThanOneMebibyteIsNotKept() {
    String line = "x".repeat(99);
    for (int kib = 0; kib < 600; kib++) {
      add(line.repeat(10));
    }
    text.clear();

    assertThat(text.buffer().capacity()).isEqualTo(1 << 20);

    add("x".repeat(1 << 20));
    text.clear();

    assertThat(text.buffer().capacity()).isLessThan(1 << 20);
  }

  private static String stored(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  @Example
  void clearRemovesAllRows() {
    add("before");
    text.clear();
    add(1);

    assertThat(written()).isEqualTo("1\n");
  }

  private void add(@Nullable Object... values) {
    text.add(Row.of(1, "", values), values.length);
  }

  private String written() {
    return written(text);
  }

  private static String written(RowText text) {
    return UTF_8.decode(text.buffer()).toString();
  }
}
