package com.globant.hiring.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.TestSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
  private static final int FREE = (int) LimitedInputStream.FREE_BYTES;

  @Test
  void smallBodyMayUnpackToAnyMultipleOfItsSize() throws IOException {
    assertThat(unpack(FREE, 1)).isEqualTo(FREE);
  }

  @Test
  void largeBodyMayUnpackToAsManyTimesItsSizeAsAllowed() throws IOException {
    assertThat(unpack(FREE + 1, FREE / 10)).isEqualTo(FREE + 1L);
  }

  @Test
  void largeBodyThatUnpacksToMoreIsTooLarge() {
    assertThatThrownBy(() -> unpack(FREE + 1, FREE / 10 - 1))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.BODY_TOO_LARGE);
              assertThat(refused.detail()).contains("10 times", "limits.max_expansion_ratio");
            });
  }

  /** Unpacks to zeros, in one go and byte by byte at the end. */
  private static long unpack(int bytes, long sent) throws IOException {
    HttpSettings.BodyLimits limits = TestSettings.bodyLimits(Long.MAX_VALUE, 10);
    try (InputStream limited =
        new LimitedInputStream(
            new ByteArrayInputStream(new byte[bytes]), limits, () -> sent, "the body")) {
      limited.readNBytes(bytes - 1);
      assertThat(limited.read()).isZero();
      return bytes + limited.transferTo(OutputStream.nullOutputStream());
    }
  }
}
