package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients by a bearer token (RFC 6750) that an issuer signed. Its keys are fetched when they
 * are needed, and again for a token of a key that is not among them, at most twice in 30 seconds.
 */
final class JwtAuthentication implements Authentication {
  private static final String SCHEME = "Bearer ";

  /** What no sender of a token can choose to be weaker: no secrets, and never no signature. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private static final int CONNECT_MILLIS = 2000;
  private static final int READ_MILLIS = 3000;
  private static final int MOST_KEYS_BYTES = 512 * 1024;

  /** How long keys that were fetched do when they cannot be fetched again. */
  private static final Duration OUTAGE = Duration.ofHours(4);

  /** Threads that verify, or wait for keys; the one must not hold up all of the other. */
  private static final int WORKERS = 4;

  private final WorkerExecutor workers;
  private final DefaultJWTProcessor<SecurityContext> processor;

  JwtAuthentication(Vertx vertx, HttpSettings.JwtAccess access) {
    this.workers = vertx.createSharedWorkerExecutor("hiring-tokens", WORKERS);
    this.processor = new DefaultJWTProcessor<>();
    // Of RFC 9068, and of issuers that do not say what their tokens are for.
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(access)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            access.audience(),
            new JWTClaimsSet.Builder().issuer(access.issuer()).build(),
            Set.of("sub", "exp")));
  }

  private static JWKSource<SecurityContext> keys(HttpSettings.JwtAccess access) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              access.jwksUrl().toURL(),
              new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_KEYS_BYTES))
          // It would take threads of its own to save one request in five minutes some waiting.
          .refreshAheadCache(false)
          .outageTolerant(OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("auth.jwks_url: " + e.getMessage(), e);
    }
  }

  @Override
  public Future<Caller> authenticate(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Future.failedFuture(
          Authentication.unauthorized(
              "a token is needed, in the header Authorization, as in Bearer eyJ..."));
    }
    String token = header.substring(SCHEME.length()).strip();
    return workers.executeBlocking(() -> verified(token), false);
  }

  private Caller verified(String token) {
    try {
      return caller(processor.process(token, null));
    } catch (JWKSetUnavailableException e) {
      throw new Refused(
          RefusalCode.ISSUER_UNAVAILABLE,
          "the keys of the tokens' issuer cannot be fetched; send the request again later",
          e);
    } catch (ParseException e) {
      throw refused("it is no JWT", e);
    } catch (BadJOSEException | JOSEException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private static Refused refused(String why, Exception cause) {
    return new Refused(
        RefusalCode.UNAUTHORIZED, "the token in Authorization is refused: " + why, cause);
  }

  private static Caller caller(JWTClaimsSet claims) {
    List<Role> roles =
        Stream.concat(
                words(claims.getClaim("roles")).stream(), words(claims.getClaim("scope")).stream())
            .map(Role::named)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return new Caller(claims.getSubject(), roles);
  }

  /** Of a list, or of a text with blanks between (RFC 8693, section 4.2). */
  private static Collection<String> words(@Nullable Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return claim instanceof String text ? List.of(text.split(" ")) : List.of();
  }

  /** RFC 6750, section 3. */
  @Override
  public String challenge(Refused refused) {
    String realm = "Bearer realm=\"hiring\"";
    if (refused.code() == RefusalCode.FORBIDDEN) {
      return realm + ", error=\"insufficient_scope\"";
    }
    return refused.getCause() == null ? realm : realm + ", error=\"invalid_token\"";
  }

  @Override
  public void close() {
    workers.close();
  }
}
