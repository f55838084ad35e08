package com.globant.hiring.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.Drip;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncedDigestsTest {
  // The examples of RFC 9530, appendix A: this text, and these digests of it.
  private static final String TEXT = "{\"hello\": \"world\"}\n";
  private static final String SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
  private static final String SHA_512 =
      "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:";
  private static final String OTHER = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SHA_256,
        SHA_512,
        SHA_256 + ", " + SHA_512,
        SHA_256 + "\t,\t" + SHA_512,
        "  " + SHA_256 + "  ",
        SHA_256 + ";q=1; note=\"a, \\\"b\\\"\";flag , " + SHA_512,
        "md5=:Sd/dVLAcvNLSq16eXua5uQ==:, " + SHA_256,
        OTHER + ", " + SHA_256,
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:"
      })
  void bodyWithItsAnnouncedDigestIsReadToTheEnd(String field) throws IOException {
    assertThat(read("Content-Digest", field)).isEqualTo(TEXT);
    assertThat(read("Repr-Digest", field)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {OTHER, SHA_512 + ", " + OTHER, SHA_256 + "," + OTHER})
  void bodyWithAnotherDigestIsRefused(String field) {
    for (String name : new String[] {"Content-Digest", "Repr-Digest"}) {
      assertThatThrownBy(() -> read(name, field))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(RefusalCode.DIGEST_MISMATCH);
                assertThat(refused.detail()).contains(name, OTHER, SHA_256);
              });
    }
  }

  @Test
  void bothFieldsAndAllTheirLinesAreChecked() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("content-digest", SHA_512)
            .add("content-digest", SHA_256)
            .add("repr-digest", OTHER);

    assertThatThrownBy(() -> read(AnnouncedDigests.of(headers)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Repr-Digest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "sha-256",
        "sha-256=abc",
        "sha-256=:abc",
        "sha-256=:a:",
        "sha-256=:YWJj:",
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP_lF5HF9bvEF8FabDg=:",
        "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        "sha-256 =:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
        SHA_256 + ",",
        SHA_256 + " " + SHA_512,
        SHA_256 + ";note=\"open",
        "md5=:Sd/dVLAcvNLSq16eXua5uQ==:"
      })
  void fieldThatCannotBeCheckedIsRefused(String field) {
    assertThatThrownBy(
            () ->
                AnnouncedDigests.of(
                    MultiMap.caseInsensitiveMultiMap().add("Content-Digest", field)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
              assertThat(refused.detail()).contains("Content-Digest");
            });
  }

  @Test
  void withoutTheFieldsNothingIsChecked() {
    InputStream body = InputStream.nullInputStream();

    assertThat(AnnouncedDigests.of(MultiMap.caseInsensitiveMultiMap()).checked(body))
        .isSameAs(body);
  }

  private static String read(String name, String field) throws IOException {
    return read(AnnouncedDigests.of(MultiMap.caseInsensitiveMultiMap().add(name, field)));
  }

  private static String read(AnnouncedDigests digests) throws IOException {
    try (InputStream body = digests.checked(new Drip(TEXT.getBytes(UTF_8), 7))) {
      StringBuilder text = new StringBuilder().append((char) body.read());
      assertThat(body.skip(1)).isZero();
      return text.append(new String(body.readAllBytes(), UTF_8)).toString();
    }
  }
}
