package com.globant.hiring.http.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0Az_.:/+=@-", "1f0b6b0e-3a55-4c8e-8a49-0a9d1c1f7c11"})
  void plainIdIsKept(String sent) {
    assertThat(RequestId.usable(sent)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\nb", "a\u0000", "\"a\"", "{}", "é", "a\\b", "a,b", "%0a"})
  void idWithOtherCharactersIsReplaced(String sent) {
    assertThat(RequestId.usable(sent)).isNotEqualTo(sent).hasSize(36);
  }

  @Test
  void idMayHave128CharactersAndNoMore() {
    assertThat(RequestId.usable("a".repeat(128))).hasSize(128);
    assertThat(RequestId.usable("a".repeat(129))).hasSize(36);
  }

  @Test
  void noTwoRequestsGetTheSameId() {
    assertThat(RequestId.usable(null)).isNotEqualTo(RequestId.usable(null));
  }
}
