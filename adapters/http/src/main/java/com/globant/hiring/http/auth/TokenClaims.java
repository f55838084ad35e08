package com.globant.hiring.http.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checks of the claims of a token.
 *
 * @param issuer the required iss
 * @param audience the audience that aud must contain
 */
record TokenClaims(String issuer, String audience, Clock clock) {
  /** The allowed difference of the issuer's clock. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** The fault of the claims as the end of a sentence; empty if they are valid. */
  Optional<String> fault(JWTClaimsSet claims) {
    Instant now = clock.instant();
    if (!issuer.equals(claims.getIssuer())) {
      return Optional.of("its claim iss is not the issuer that this service trusts");
    }
    if (!claims.getAudience().contains(audience)) {
      return Optional.of("its claim aud does not name this service");
    }
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      return Optional.of("it has no claim exp");
    }
    if (!expires.toInstant().isAfter(now.minus(SKEW))) {
      return Optional.of("it has expired (exp); get a new one from the issuer");
    }
    Date begins = claims.getNotBeforeTime();
    if (begins != null && begins.toInstant().isAfter(now.plus(SKEW))) {
      return Optional.of("it is not valid yet (nbf)");
    }
    return subjectFault(claims.getSubject());
  }

  private static Optional<String> subjectFault(@Nullable String subject) {
    if (subject == null || subject.isBlank()) {
      return Optional.of("it has no claim sub, which names the client");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(subject)
        || subject.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("its claim sub has characters that are no text");
    }
    if (subject.getBytes(StandardCharsets.UTF_8).length > Caller.MOST_NAME_BYTES) {
      return Optional.of(
          "its claim sub is longer than %d bytes in UTF-8".formatted(Caller.MOST_NAME_BYTES));
    }
    return Caller.isReserved(subject)
        ? Optional.of("its claim sub is no client: " + Caller.RESERVED)
        : Optional.empty();
  }
}
