package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies with a digest, sent in every mode. */
@ExtendWith(ServiceUnderTest.class)
class DigestsIT {
  private static final String CSV = "2,Legal\n3,Finance\n";

  private final HiringServer server;
  private final Sql sql;

  DigestsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  /** A way of sending the same two rows. */
  enum Kind {
    CSV("text/csv", "identity"),
    GZIP("text/csv", "gzip"),
    ZSTD("text/csv", "zstd"),
    FORM("multipart/form-data; boundary=b", "identity"),
    GZIP_FORM("multipart/form-data; boundary=b", "gzip"),
    JSON("application/json", "identity");

    private final String type;
    private final String coding;

    Kind(String type, String coding) {
      this.type = type;
      this.coding = coding;
    }

    byte[] body() {
      String form =
          "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"d.csv\"\r\n\r\n%s\r\n--b--\r\n";
      byte[] plain =
          switch (this) {
            case CSV, GZIP, ZSTD -> DigestsIT.CSV.getBytes(UTF_8);
            case FORM, GZIP_FORM -> form.formatted(DigestsIT.CSV).getBytes(UTF_8);
            case JSON ->
                "[{\"id\":2,\"department\":\"Legal\"},{\"id\":3,\"department\":\"Finance\"}]\n"
                    .getBytes(UTF_8);
          };
      return switch (coding) {
        case "gzip" -> SendingMode.gzip(plain);
        case "zstd" -> Zstd.compress(plain);
        default -> plain;
      };
    }
  }

  @BeforeEach
  void oneDepartment() {
    sql.empty();
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aMatchingDigestIsLoaded(Kind kind) throws Exception {
    send(kind, "Content-Digest", digest(kind.body())).assertLoaded(2, 2, 0, 0, 0);
    send(kind, "Repr-Digest", digest(kind.body())).assertLoaded(2, 2, 0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWrongDigestChangesNothing(Kind kind) throws Exception {
    String other = digest("something else".getBytes(UTF_8));

    for (String field : new String[] {"Content-Digest", "Repr-Digest"}) {
      send(kind, field, other)
          .assertProblem(400, "digest_mismatch")
          .assertDetailContains(field, other, digest(kind.body()));
    }

    assertThat(sql.rows("SELECT id, department FROM departments")).containsExactly("1|Sales");
  }

  @Test
  void anInvalidDigestIsRefusedBeforeTheBody() throws Exception {
    send(Kind.CSV, "Content-Digest", "sha-256=abc")
        .assertProblem(400, "invalid_parameter")
        .assertDetailContains("Content-Digest");
    try (RawRequest request = new RawRequest(server.base())) {
      request.send(
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\nContent-Digest: md5=:YWJj:\r\nExpect: 100-continue\r\n\r\n"
              .formatted(server.loadPath("departments")));
      assertThat(request.status()).startsWith("HTTP/1.1 400");
    }
  }

  private Answer send(Kind kind, String field, String value) {
    return server.send(
        "PUT",
        server.loadPath("departments"),
        BodyPublishers.ofByteArray(kind.body()),
        "Content-Type",
        kind.type,
        "Content-Encoding",
        kind.coding,
        field,
        value);
  }

  private static String digest(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest));
  }
}
