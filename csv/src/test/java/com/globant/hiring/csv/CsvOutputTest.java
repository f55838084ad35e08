package com.globant.hiring.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.Undecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV that is written, and cells that are escaped in it. */
class CsvOutputTest {
  @Example
  void missingAndEmptyCellsDifferAndOnlyWhatMustBeIsQuoted() throws IOException {
    assertThat(written(Arrays.asList("#a", null, "", "b c", "d,e", "f\"g", "h\ri", "j\nk", "é€😀")))
        .isEqualTo("#a,,\"\",b c,\"d,e\",\"f\"\"g\",\"h\ri\",\"j\nk\",é€😀\r\n");
  }

  @Example
  void failureOfTheStreamIsThrownAsItIs() {
    IOException full = new IOException("disk full");
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    CsvOutput csv = new CsvOutput(disk);

    assertThatThrownBy(() -> csv.write(List.of("x".repeat(1 << 20)))).isSameAs(full);
  }

  @Property
  void sizeOfARecordIsKnownBeforeItIsWritten(
      @ForAll("records") @Size(min = 2, max = 5) List<@Nullable String> record) throws IOException {
    assertThat(CsvOutput.bytes(record)).isEqualTo(written(record).getBytes(UTF_8).length);
  }

  @Example
  void sizeOfCharactersOfFourBytesIsKnown() {
    assertThat(CsvOutput.bytes(List.of("😀😀a😀"))).isEqualTo(4 * 3 + 1 + 2);
  }

  /** However the text is cut: the halves of a pair may come one after the other. */
  @Property
  void bytesThatAreNoCharactersAreSpelledOut(
      @ForAll("halves") String text, @ForAll @IntRange(min = 1, max = 4) int piece)
      throws IOException {
    StringWriter whole = new StringWriter();
    StringWriter pieces = new StringWriter();
    StringWriter single = new StringWriter();
    try (SpellingWriter toWhole = new SpellingWriter(whole);
        SpellingWriter toPieces = new SpellingWriter(pieces);
        SpellingWriter toSingle = new SpellingWriter(single)) {
      for (int i = 0; i < text.length(); i++) {
        toSingle.write(text.charAt(i));
      }
      toWhole.write("-" + text + "-", 1, text.length());
      for (int i = 0; i < text.length(); i += piece) {
        toPieces.write(text, i, Math.min(piece, text.length() - i));
      }
    }

    assertThat(whole).hasToString(Undecodable.spelledOut(text));
    assertThat(pieces).hasToString(Undecodable.spelledOut(text));
    assertThat(single).hasToString(Undecodable.spelledOut(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "=1,a~'=1,a",
        "a,=b|-c,d~a,'=b|'-c,d",
        "\"=a\",b~\"'=a\",b",
        "\"a\"\"=b\",@c~\"a\"\"=b\",'@c",
        "a=b,c-d~a=b,c-d",
        "\"a,=b\"~\"a,=b\"",
        "\"a|=b\",+c~\"a|=b\",'+c",
        "|=a~|'=a",
        "\"|a\"~\"'|a\"",
        "\"\",=a~\"\",'=a",
        "\"\"\"=a\"~\"\"\"=a\"",
        "a,\"b\"=c~a,\"b\"=c"
      })
  void cellsThatMayBeFormulasGetAnApostrophe(String csv, String escaped) throws IOException {
    for (String lineEnd : List.of("\r\n", "\r")) {
      byte[] bytes = csv.replace("|", lineEnd).getBytes(UTF_8);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      ByteArrayOutputStream single = new ByteArrayOutputStream();
      try (FormulaEscaper toWhole = new FormulaEscaper(whole);
          FormulaEscaper toSingle = new FormulaEscaper(single)) {
        toWhole.write((" " + csv.replace("|", lineEnd) + " ").getBytes(UTF_8), 1, bytes.length);
        for (byte one : bytes) {
          toSingle.write(one);
        }
      }

      assertThat(whole).hasToString(escaped.replace("|", lineEnd));
      assertThat(single).hasToString(escaped.replace("|", lineEnd));
    }
  }

  private static String written(List<@Nullable String> record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CsvOutput csv = new CsvOutput(bytes)) {
      csv.write(record);
    }
    return bytes.toString(UTF_8);
  }

  @Provide
  Arbitrary<List<@Nullable String>> records() {
    return Arbitraries.strings()
        .withChars("ab,\"\r\n é€\u007f\u0080\u07ff\u0800\udce9")
        .ofMaxLength(6)
        .injectNull(0.1)
        .list();
  }

  @Provide
  Arbitrary<String> halves() {
    return Arbitraries.strings().withChars("a\ud83d\ude00\udce9é").ofMaxLength(8);
  }
}
