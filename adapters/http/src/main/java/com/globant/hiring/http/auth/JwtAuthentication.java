package com.globant.hiring.http.auth;

import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates clients by a bearer token (RFC 6750) that an issuer signed. Its keys are fetched
 * when they are needed, and again for a token of a key that is not among them, at most twice in 30
 * seconds.
 */
public final class JwtAuthentication implements Authentication {
  private static final String SCHEME = "Bearer ";
  private static final String NEEDED =
      "a token is needed, in the header Authorization, as in Bearer eyJ...";

  /** Only signatures with public keys: a token cannot choose a weaker algorithm. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  private static final int CONNECT_MILLIS = 2000;
  private static final int READ_MILLIS = 3000;
  private static final int MOST_KEYS_BYTES = 512 * 1024;

  /** How long fetched keys are used if they cannot be fetched again. */
  private static final Duration OUTAGE = Duration.ofHours(4);

  /** Threads that verify tokens or wait for keys. */
  private static final int WORKERS = 4;

  private final WorkerExecutor workers;
  private final DefaultJWTProcessor<SecurityContext> processor;
  private final TokenClaims claims;

  public JwtAuthentication(Vertx vertx, HttpSettings.JwtAccess access) {
    this.workers = vertx.createSharedWorkerExecutor("hiring-tokens", WORKERS);
    this.processor = new DefaultJWTProcessor<>();
    // The type is checked before, the claims after, with messages of our own.
    processor.setJWSTypeVerifier((type, context) -> {});
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(access)));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    this.claims = new TokenClaims(access.issuer(), access.audience(), Clock.systemUTC());
  }

  private static JWKSource<SecurityContext> keys(HttpSettings.JwtAccess access) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              access.jwksUrl().toURL(),
              new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_KEYS_BYTES))
          // It would need further threads to spare one request in five minutes a short wait.
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
      return Future.failedFuture(Authentication.unauthorized(NEEDED));
    }
    String token = header.substring(SCHEME.length()).strip();
    return workers.executeBlocking(() -> verified(token), false);
  }

  private Caller verified(String token) {
    try {
      JWTClaimsSet verified = processor.process(signed(token), null);
      Optional<String> fault = claims.fault(verified);
      if (fault.isPresent()) {
        throw refused(fault.get(), null);
      }
      return caller(verified);
    } catch (JWKSetUnavailableException e) {
      throw new HttpRefused(
          HttpCode.ISSUER_UNAVAILABLE,
          "the keys of the tokens' issuer cannot be fetched; send the request again later",
          e);
    } catch (BadJWSException e) {
      throw refused("its signature does not match its content", e);
    } catch (BadJWTException e) {
      throw refused("its claims cannot be read as those of RFC 7519", e);
    } catch (BadJOSEException e) {
      throw refused("no key of the issuer fits its signature (alg and kid in its header)", e);
    } catch (JOSEException e) {
      throw refused("its signature cannot be verified", e);
    }
  }

  private static SignedJWT signed(String token) {
    JWT parsed;
    try {
      parsed = JWTParser.parse(token);
    } catch (ParseException e) {
      throw refused("it is not a JWT (RFC 7519)", e);
    }
    if (!(parsed instanceof SignedJWT signed)) {
      throw refused("it is not signed", null);
    }
    JWSHeader header = signed.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw refused("it is not signed with RS256 or ES256", null);
    }
    // at+jwt is from RFC 9068; some issuers set no type.
    if (header.getType() != null && !TYPES.contains(header.getType())) {
      throw refused("its header typ is neither JWT nor at+jwt", null);
    }
    if (header.getCriticalParams() != null) {
      throw refused("its header crit names extensions, none of which this service knows", null);
    }
    return signed;
  }

  private static HttpRefused refused(String why, @Nullable Exception cause) {
    return new HttpRefused(
        HttpCode.UNAUTHORIZED, "the token in Authorization is refused: " + why, cause);
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

  /** The words of a list or of a text with blanks (RFC 8693, section 4.2). */
  private static Collection<String> words(@Nullable Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return claim instanceof String text ? List.of(text.split(" ")) : List.of();
  }

  /** RFC 6750, section 3. */
  @Override
  public String challenge(HttpRefused refused) {
    String realm = "Bearer realm=\"hiring\"";
    if (refused.code() == HttpCode.FORBIDDEN) {
      return realm + ", error=\"insufficient_scope\"";
    }
    return NEEDED.equals(refused.detail()) ? realm : realm + ", error=\"invalid_token\"";
  }

  @Override
  public void close() {
    workers.close();
  }
}
