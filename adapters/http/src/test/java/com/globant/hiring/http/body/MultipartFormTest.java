package com.globant.hiring.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.Drip;
import com.globant.hiring.http.Endless;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
  private static final String CSV = "1,Sales\r\n2,\"a\r\n--Y\r\nb\"\r\n";

  private static final Set<String> PARAMETERS = Set.of("table", "append", "dry_run");

  @Test
  void fileIsReadUnchangedForAllChunkSizes() throws IOException {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv; charset=utf-8", CSV));

    for (int atMost = 1; atMost <= body.length; atMost++) {
      MultipartForm file = open(body, atMost);
      assertThat(file.type().parameters()).containsEntry("charset", "utf-8");
      assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(CSV);
    }
  }

  @Test
  void preambleAndEpilogueAreIgnored() throws IOException {
    String form = new String(form(part("f\"; filename=\"d.csv", "text/csv", CSV)), UTF_8);
    byte[] body = ("a preamble\r\n" + form + "\r\nan epilogue").getBytes(UTF_8);

    MultipartForm file = open(body, 5);

    assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(CSV);
  }

  @Test
  void emptyFileIsEmpty() throws IOException {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv", ""));

    assertThat(open(body, 3).content().readAllBytes()).isEmpty();
  }

  @Test
  void truncatedFormIsRefused() {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv", CSV));

    // without the last line end it is complete still
    for (int length = 0; length < body.length - 2; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> open(cut, 64).content().readAllBytes())
          .as("cut at %d of %d", length, body.length)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void fieldsBeforeTheFileAreParametersOrIgnored() throws IOException {
    byte[] body =
        form(
            part("note", null, "hello"),
            part("_charset_", null, "ISO-8859-1"),
            part("table", "text/plain; charset=utf-8", "jobs\u00e9"),
            part("upload\"; filename=\"", "application/octet-stream", ""),
            part("append", null, "true"),
            part("file\"; filename=\"d.csv", "text/csv", CSV));

    for (int atMost = 1; atMost <= body.length; atMost++) {
      MultipartForm file = open(body, atMost);
      assertThat(file.parameters())
          .containsExactly(Map.entry("table", "jobs\u00e9"), Map.entry("append", "true"));
      assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(CSV);
    }
  }

  @Test
  void charsetFieldAppliesToLaterFields() throws IOException {
    byte[] body =
        new String(
                form(
                    part("_charset_", null, "windows-1252"),
                    part("table", null, "jobs\u00e9"),
                    part("file\"; filename=\"d.csv", null, "1,a\n")),
                UTF_8)
            .getBytes(Charset.forName("windows-1252"));

    MultipartForm form = open(body, 64);

    assertThat(form.parameters()).containsEntry("table", "jobs\u00e9");
    assertThat(form.type().charset()).isNull();
  }

  @Test
  void fieldsAfterTheFileAreIgnored() throws IOException {
    byte[] body =
        form(
            part("file\"; filename=\"d.csv", "text/csv", CSV),
            part("submit", null, "Upload"),
            part("more\"; filename=\"", "application/octet-stream", ""));

    assertThat(new String(open(body, 7).content().readAllBytes(), UTF_8)).isEqualTo(CSV);
  }

  @Test
  void partOfACsvTypeNeedsNoFileName() throws IOException {
    byte[] body = form(part("file", "text/csv", CSV));

    assertThat(new String(open(body, 7).content().readAllBytes(), UTF_8)).isEqualTo(CSV);
  }

  static Stream<Arguments> refusedForms() {
    String file = part("file\"; filename=\"d.csv", "text/csv", CSV);
    return Stream.of(
        Arguments.of(
            form(file, part("append", null, "true")),
            RefusalCode.INVALID_PARAMETER,
            "'append' comes after the file"),
        Arguments.of(
            form(file, part("Append", null, "true")),
            RefusalCode.INVALID_PARAMETER,
            "'Append' is not a parameter; write it append"),
        Arguments.of(
            form(part("Dry-Run", null, "true"), part("dry run", null, "true"), file),
            RefusalCode.INVALID_PARAMETER,
            "'Dry-Run' is not a parameter; write it dry_run"),
        Arguments.of(form(file, file), RefusalCode.INVALID_PARAMETER, "more than one file"),
        Arguments.of(
            form(part("append", null, "false"), part("append", null, "true"), file),
            RefusalCode.INVALID_PARAMETER,
            "'append' is given more than once"),
        Arguments.of(
            form(part("append", null, "x".repeat(9000)), file),
            RefusalCode.INVALID_PARAMETER,
            "longer than 8 KiB"),
        Arguments.of(
            form(part("table", null, "jobs"), part("data", null, CSV)),
            RefusalCode.EMPTY_BODY,
            "no file"),
        Arguments.of("--X--\r\n".getBytes(UTF_8), RefusalCode.EMPTY_BODY, "no part"),
        Arguments.of(
            form(file.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: Base64\r\n\r\n")),
            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
            "Content-Transfer-Encoding: base64"),
        Arguments.of(
            form(part("table\"\r\nContent-Transfer-Encoding: \"quoted-printable", null, "j"), file),
            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
            "'table' of the form has Content-Transfer-Encoding"),
        Arguments.of(
            form(part("file\"; filename=\"d.png", "image/png", CSV)),
            RefusalCode.UNSUPPORTED_MEDIA_TYPE,
            "image/png"),
        Arguments.of(
            form(file.replace("\r\n\r\n", "\r\ncontent-type: text/plain\r\n\r\n")),
            RefusalCode.INVALID_PARAMETER,
            "content-type twice"),
        Arguments.of(
            form(
                Stream.concat(
                        Collections.nCopies(101, part("note", null, "")).stream(), Stream.of(file))
                    .toArray(String[]::new)),
            RefusalCode.INVALID_PARAMETER,
            "more than 100 fields"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusedForms")
  void invalidFormIsRefusedWithAdvice(byte[] body, RefusalCode code, String why) {
    assertRefused(new Drip(body, 64), code, why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7bit", "8BIT", " binary "})
  void identityTransferEncodingsAreAccepted(String encoding) throws IOException {
    String file = part("file\"; filename=\"d.csv", "text/csv", CSV);
    byte[] body =
        form(file.replace("\r\n\r\n", "\r\ncontent-transfer-encoding:" + encoding + "\r\n\r\n"));

    assertThat(new String(open(body, 7).content().readAllBytes(), UTF_8)).isEqualTo(CSV);
  }

  static Stream<Arguments> endlessForms() {
    String head = "--X\r\nContent-Disposition: form-data; name=\"n\"";
    String file = head + "; filename=\"d.csv\"\r\n\r\n1,a\r\n";
    return Stream.of(
        Arguments.of("", "no boundary here\r\n", RefusalCode.CORRUPT_ENCODING, "64 KiB"),
        Arguments.of(head, "a", RefusalCode.CORRUPT_ENCODING, "8 KiB of headers"),
        Arguments.of(head + "\r\n\r\n", "a", RefusalCode.BODY_TOO_LARGE, "1 MiB before"),
        Arguments.of("", head + "\r\n\r\n\r\n", RefusalCode.INVALID_PARAMETER, "100 fields"),
        Arguments.of(file, head + "\r\n\r\n\r\n", RefusalCode.INVALID_PARAMETER, "100 fields"),
        Arguments.of(file + head + "\r\n\r\n", "a", RefusalCode.BODY_TOO_LARGE, "1 MiB after"),
        Arguments.of(file + "--X--\r\n", "a", RefusalCode.BODY_TOO_LARGE, "1 MiB after"));
  }

  @ParameterizedTest
  @MethodSource("endlessForms")
  void endlessPartsBesideTheFileAreRefused(
      String before, String endless, RefusalCode code, String why) {
    assertRefused(Endless.after(before.getBytes(UTF_8), endless.getBytes(UTF_8)), code, why);
  }

  private static void assertRefused(InputStream body, RefusalCode code, String why) {
    assertThatThrownBy(
            () ->
                MultipartForm.open(body, "X", PARAMETERS)
                    .content()
                    .transferTo(OutputStream.nullOutputStream()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.detail()).contains(why);
            });
  }

  private static MultipartForm open(byte[] body, int atMost) throws IOException {
    return MultipartForm.open(new Drip(body, atMost), "X", PARAMETERS);
  }

  private static String part(String name, @Nullable String type, String content) {
    return "Content-Disposition: form-data; name=\""
        + name
        + "\"\r\n"
        + (type == null ? "" : "Content-Type: " + type + "\r\n")
        + "\r\n"
        + content;
  }

  private static byte[] form(String... parts) {
    StringBuilder body = new StringBuilder();
    for (String part : parts) {
      body.append("--X\r\n").append(part).append("\r\n");
    }
    return body.append("--X--\r\n").toString().getBytes(UTF_8);
  }
}
