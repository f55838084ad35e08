package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** An issuer of bearer tokens, which serves its public key. */
final class TokenIssuer implements AutoCloseable {
  private static final String NAME = "https://issuer.example/";
  private static final String AUDIENCE = "hiring";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final RSAKey key;
  private final HttpServer server;

  private TokenIssuer(RSAKey key, HttpServer server) {
    this.key = key;
    this.server = server;
  }

  static TokenIssuer start() throws IOException, JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyID("e2e").generate();
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
          }
        });
    server.start();
    return new TokenIssuer(key, server);
  }

  /** Of a service that takes its tokens. */
  Map<String, String> settings() {
    return Map.of(
        "HIRING_AUTH_MODE",
        "jwt",
        "HIRING_AUTH_JWKS_URL",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
        "HIRING_AUTH_ISSUER",
        NAME,
        "HIRING_AUTH_AUDIENCE",
        AUDIENCE);
  }

  /** A token of a subject with one role. */
  String token(String subject, String role) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("roles", List.of(role))
                .expirationTime(Date.from(Instant.now().plus(LIFETIME)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
