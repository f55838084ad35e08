package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MultipartFileTest {
  private static final String CSV = "1,Sales\r\n2,\"a\r\n--Y\r\nb\"\r\n";

  @Test
  void theFileComesOutAsItWentInHoweverTheBodyIsCut() throws IOException {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv; charset=utf-8", CSV));

    for (int atMost = 1; atMost <= body.length; atMost++) {
      MultipartFile file = MultipartFile.open(new Drip(body, atMost), "X");
      assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8");
      assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(CSV);
    }
  }

  @Test
  void aPreambleAndAnEpilogueArePassedOver() throws IOException {
    String form = new String(form(part("f\"; filename=\"d.csv", "text/csv", CSV)), UTF_8);
    byte[] body = ("a preamble\r\n" + form + "\r\nan epilogue").getBytes(UTF_8);

    MultipartFile file = MultipartFile.open(new Drip(body, 5), "X");

    assertThat(new String(file.content().readAllBytes(), UTF_8)).isEqualTo(CSV);
  }

  @Test
  void anEmptyFileIsEmpty() throws IOException {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv", ""));

    assertThat(MultipartFile.open(new Drip(body, 3), "X").content().readAllBytes()).isEmpty();
  }

  @Test
  void aBodyThatIsCutAnywhereIsRefused() {
    byte[] body = form(part("file\"; filename=\"d.csv", "text/csv", CSV));

    // without the last line end it is complete still
    for (int length = 0; length < body.length - 2; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> MultipartFile.open(new Drip(cut, 64), "X").content().readAllBytes())
          .as("cut at %d of %d", length, body.length)
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void aFormFieldIsRefusedWithWhereParametersBelong() {
    byte[] body =
        form(part("append", null, "true"), part("file\"; filename=\"d.csv", "text/csv", CSV));

    assertThatThrownBy(() -> MultipartFile.open(new Drip(body, 64), "X"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
              assertThat(refused.detail()).contains("'append'").contains("query");
            });
  }

  @Test
  void aSecondPartIsRefused() throws IOException {
    byte[] body =
        form(
            part("file\"; filename=\"d.csv", "text/csv", CSV),
            part("more\"; filename=\"e.csv", "text/csv", CSV));
    MultipartFile file = MultipartFile.open(new Drip(body, 64), "X");

    assertThatThrownBy(() -> file.content().readAllBytes())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER));
  }

  @Test
  void aFormWithoutPartsIsEmpty() {
    assertThatThrownBy(() -> MultipartFile.open(new Drip("--X--\r\n".getBytes(UTF_8), 64), "X"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.EMPTY_BODY));
  }

  @Test
  void endlessPartHeadersAreRefused() {
    String header = "--X\r\nContent-Disposition: form-data; name=\"" + "a".repeat(100_000);

    assertThatThrownBy(() -> MultipartFile.open(new Drip(header.getBytes(UTF_8), 512), "X"))
        .isInstanceOf(Refused.class);
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
