package com.globant.hiring.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final TokenClaims CLAIMS =
      new TokenClaims("issuer", "hiring", Clock.fixed(NOW, ZoneOffset.UTC));

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer("issuer")
        .audience("hiring")
        .subject("ada")
        .expirationTime(Date.from(NOW.plusSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Ada Lovelace", "auth0|507f", "\u00fc\ud83d\ude00", "a "})
  void nameThatFitsIntoTheDatabaseIsAccepted(String subject) {
    assertThat(CLAIMS.fault(good().subject(subject).build())).isEmpty();
    assertThat(CLAIMS.fault(good().subject("x".repeat(2048)).build())).isEmpty();
    assertThat(CLAIMS.fault(good().subject("\u00fc".repeat(1024)).build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u0000", "a\nb", "\u0085", "\ud800", "anonymous", "ANONYMOUS"})
  void invalidNameIsRefused(String subject) {
    assertThat(CLAIMS.fault(good().subject(subject).build()).orElseThrow()).contains("sub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00fc", "\u20ac", "\ud83d\ude00"})
  void lengthOfANameIsInBytes(String character) {
    String longer = character.repeat(2048 / character.getBytes(StandardCharsets.UTF_8).length + 1);

    assertThat(CLAIMS.fault(good().subject(longer).build()).orElseThrow()).contains("2048 bytes");
  }

  @ParameterizedTest
  @CsvSource({"-60,expired", "-59,", "-3600,expired", "1,"})
  void expiryMayBeAMinuteAgo(int seconds, String fault) {
    assertFault(good().expirationTime(Date.from(NOW.plusSeconds(seconds))), fault);
  }

  @ParameterizedTest
  @CsvSource({"61,not valid yet", "60,", "-1,"})
  void notBeforeMayBeAMinuteAhead(int seconds, String fault) {
    assertFault(good().notBeforeTime(Date.from(NOW.plusSeconds(seconds))), fault);
  }

  private static void assertFault(JWTClaimsSet.Builder claims, @Nullable String fault) {
    assertThat(CLAIMS.fault(claims.build()).isPresent()).isEqualTo(fault != null);
    assertThat(CLAIMS.fault(claims.build()).orElse("")).contains(fault == null ? "" : fault);
  }
}
