package com.globant.hiring.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of an issuer that serves its keys over HTTP, as the guarded operations take them. */
@ExtendWith(VertxExtension.class)
@SuppressWarnings("NullAway.Init") // by the methods that start things
class JwtAuthenticationTest {
  private static final String ISSUER = "https://issuer.example/";
  private static final String AUDIENCE = "hiring";

  private static RSAKey rsa;
  private static ECKey elliptic;
  private static RSAKey stranger;

  private final InMemoryHiring hiring = new InMemoryHiring();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile List<? extends JWK> served = List.of();
  private HttpServer issuer;
  private HttpAdapter adapter;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    elliptic = new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
    stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
  }

  @BeforeEach
  void start(Vertx vertx) {
    served = List.of(rsa, elliptic);
    issuer =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.response().end(new JWKSet(List.copyOf(served)).toString()))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    URI keys = URI.create("http://127.0.0.1:" + issuer.actualPort() + "/keys");
    adapter =
        RunningApi.listen(
            vertx,
            new TestSettings()
                .access(new HttpSettings.JwtAccess(keys, ISSUER, AUDIENCE))
                .maxBytes(1000)
                .maxLoads(2),
            hiring.useCases());
  }

  @AfterEach
  void stop() {
    adapter.close().toCompletionStage().toCompletableFuture().join();
    issuer.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
  }

  @Test
  void tokenOfTheIssuerIsAcceptedWithItsRoles() throws Exception {
    assertThat(load(signed(claims().claim("roles", List.of("x", "loader")), rsa))).isEqualTo(200);
    assertThat(load(signed(claims().claim("roles", "loader"), elliptic))).isEqualTo(200);
    assertThat(load(signed(claims().claim("scope", "openid loader"), rsa))).isEqualTo(200);
    assertThat(report(signed(claims().claim("scope", "reader"), elliptic))).isEqualTo(200);
    assertThat(load(signed(claims().claim("scope", "reader"), rsa))).isEqualTo(403);
    assertThat(report(signed(claims().claim("scope", "reader,loader"), rsa))).isEqualTo(403);
    assertThat(report(signed(claims(), rsa))).isEqualTo(403);
  }

  @Test
  void clientLearnsItsNameAndRoles() throws Exception {
    assertThat(me(signed(claims().subject("ada").claim("roles", "reader"), rsa)))
        .isEqualTo("{\"name\":\"ada\",\"roles\":[\"reader\"]}");
    assertThat(me(signed(claims().subject("bob").claim("roles", "loader"), rsa)))
        .isEqualTo("{\"name\":\"bob\",\"roles\":[\"reader\",\"loader\"]}");
  }

  @Test
  void tokenWithInvalidSignatureOrClaimsGets401() throws Exception {
    JWTClaimsSet.Builder good = claims().claim("roles", "loader");
    Date past = Date.from(Instant.now().minusSeconds(3600));
    Date future = Date.from(Instant.now().plusSeconds(3600));

    String signature = "signature does not match";
    Map<String, String> reasons =
        Map.ofEntries(
            entry(signed(good, stranger), signature),
            entry(signed(claims().issuer("https://other.example/"), rsa), "iss"),
            entry(signed(claims().audience("other"), rsa), "aud"),
            entry(signed(claims().audience((String) null), rsa), "aud"),
            entry(signed(claims().subject(null), rsa), "no claim sub"),
            entry(signed(claims().subject("x".repeat(2049)), rsa), "longer than 2048 bytes"),
            entry(signed(claims().subject("anonymous"), rsa), "reserved"),
            entry(signed(claims().expirationTime(past), rsa), "has expired"),
            entry(signed(claims().expirationTime(null), rsa), "no claim exp"),
            entry(signed(claims().notBeforeTime(future), rsa), "not valid yet"),
            entry(signed(claims().claim("exp", "soon"), rsa), "claims cannot be read"),
            entry(new PlainJWT(good.build()).serialize(), "not signed"),
            entry(hmac(good), "RS256 or ES256"),
            entry(
                signed(good, new JWSHeader.Builder(JWSAlgorithm.RS512), new RSASSASigner(rsa)),
                "RS256 or ES256"),
            entry(
                signed(
                    good,
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("none"),
                    new RSASSASigner(rsa)),
                "no key of the issuer"),
            entry(
                signed(
                    good,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa")
                        .type(new JOSEObjectType("logout+jwt")),
                    new RSASSASigner(rsa)),
                "typ"),
            entry(tampered(signed(good, rsa)), signature),
            entry("nonsense", "not a JWT"),
            entry("a.b.c", "not a JWT"));

    for (Map.Entry<String, String> each : reasons.entrySet()) {
      HttpResponse<String> refused = get(each.getKey());
      assertThat(refused.statusCode()).as(each.getKey()).isEqualTo(401);
      JsonObject problem = new JsonObject(refused.body());
      assertThat(problem.getString("code")).isEqualTo("unauthorized");
      assertThat(problem.getString("detail"))
          .contains(each.getValue())
          .doesNotContain("JOSE", "JWS", "rejected", "algorithm", "com.");
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
          .contains("error=\"invalid_token\"");
    }
  }

  /** The public key as a secret: the classic way around a signature. */
  private static String hmac(JWTClaimsSet.Builder claims) throws Exception {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa"),
        new MACSigner(rsa.toRSAPublicKey().getEncoded()));
  }

  private static String tampered(String token) {
    int middle = token.lastIndexOf('.') + 20;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    return token.substring(0, middle) + other + token.substring(middle + 1);
  }

  @Test
  void requestWithoutATokenGetsTheScheme() throws Exception {
    HttpResponse<String> refused = get(null);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"hiring\"");
  }

  @Test
  void newKeyOfTheIssuerIsFetchedIfATokenNeedsIt() throws Exception {
    assertThat(load(signed(claims().claim("roles", "loader"), rsa))).isEqualTo(200);
    RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();

    served = List.of(next);

    assertThat(load(signed(claims().claim("roles", "loader"), next))).isEqualTo(200);
    assertThat(load(signed(claims().claim("roles", "loader"), rsa))).isEqualTo(401);
  }

  @Test
  void unreachableIssuerGets503() throws Exception {
    issuer.close().toCompletionStage().toCompletableFuture().join();

    HttpResponse<String> answer = get(signed(claims().claim("roles", "reader"), rsa));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("issuer_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("ada")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private static String signed(JWTClaimsSet.Builder claims, RSAKey key) throws Exception {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()),
        new RSASSASigner(key));
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey key) throws Exception {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(key.getKeyID())
            .type(new JOSEObjectType("at+jwt")),
        new ECDSASigner(key));
  }

  private static String signed(
      JWTClaimsSet.Builder claims, JWSHeader.Builder header, JWSSigner signer) throws Exception {
    SignedJWT token = new SignedJWT(header.build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  private int load(String token) throws Exception {
    return send(request("/db_migration?schema=hiring&table=departments", token)
            .PUT(BodyPublishers.ofString("1,Sales\n")))
        .statusCode();
  }

  private String me(String token) throws Exception {
    return send(request("/me", token)).body();
  }

  private int report(String token) throws Exception {
    return get(token).statusCode();
  }

  private HttpResponse<String> get(@Nullable String token) throws Exception {
    return send(request("/first_sql_requirement", token));
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adapter.port() + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
