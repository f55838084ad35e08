package com.globant.hiring.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class EmbeddedS3IT {

  private static final String REPORT = "department,job,Q1\n\"Ingeniería, I+D\",José,1\n";
  private static final String KEY = "reports/2021/first requirement.csv";

  private final HttpClient http = HttpClient.newHttpClient();

  private Path directory;

  @BeforeEach
  void useADirectoryWithABlankInItsName(@TempDir Path parent) {
    directory = parent.resolve("data of mine").resolve("objects");
  }

  @Test
  void aPresignedUrlAnswersWithTheObjectAndItsHeaders() throws Exception {
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      put(store, REPORT);
      HttpResponse<String> answer = get(presigned(store));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(REPORT);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
      assertThat(answer.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"report.csv\"");
    }
  }

  @Test
  void anExpiredUrlIsForbidden() throws Exception {
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      put(store, REPORT);
      Instant now = Instant.now();
      assertThat(get(presignedForOneMinute(store, now)).statusCode()).isEqualTo(200);
      URI expired = presignedForOneMinute(store, now.minus(Duration.ofMinutes(2)));
      assertThat(get(expired).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aChangedUrlIsForbidden() throws Exception {
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      put(store, REPORT);
      String url = presigned(store).toString();
      assertThat(get(URI.create(url)).statusCode()).isEqualTo(200);
      assertThat(
              new String[] {
                url.replace("first", "second"),
                url.replace("X-Amz-Expires=600", "X-Amz-Expires=601"),
                url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0"),
                url.substring(0, url.indexOf('?'))
              })
          .allSatisfy(
              changed -> {
                assertThat(changed).isNotEqualTo(url);
                assertThat(get(URI.create(changed)).statusCode()).isEqualTo(403);
              });
    }
  }

  @Test
  void anotherSecretKeyIsRefused() {
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports");
        S3Client stranger = client(store, "another secret")) {
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> stranger.listObjectsV2(request -> request.bucket("reports")))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void objectsEndpointAndKeysSurviveARestart() throws Exception {
    URI url;
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      put(store, REPORT);
      url = presigned(store);
    }
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      assertThat(store.bucket()).isEqualTo("reports");
      assertThat(get(url).body()).isEqualTo(REPORT);
    }
  }

  @Test
  void aTakenPortIsReplaced() throws Exception {
    URI first;
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      first = store.endpoint();
      put(store, REPORT);
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(LoopbackPorts.address(first.getPort()));
      try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
        assertThat(store.endpoint()).isNotEqualTo(first);
        assertThat(get(presigned(store)).body()).isEqualTo(REPORT);
      }
    }
  }

  @Test
  void aMultipartUploadIsReadBackUnchanged() {
    byte[] content = new byte[6 << 20];
    new Random(7).nextBytes(content);
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports");
        S3Client client = client(store, store.secretKey())) {
      String upload =
          client.createMultipartUpload(request -> request.bucket("reports").key(KEY)).uploadId();
      CompletedPart first = part(client, upload, 1, content, 0, 5 << 20);
      CompletedPart second = part(client, upload, 2, content, 5 << 20, 1 << 20);
      client.completeMultipartUpload(
          request ->
              request
                  .bucket("reports")
                  .key(KEY)
                  .uploadId(upload)
                  .multipartUpload(parts -> parts.parts(first, second)));
      byte[] answer =
          client
              .getObjectAsBytes(request -> request.bucket("reports").key(KEY))
              .asByteArrayUnsafe();
      assertThat(Arrays.mismatch(answer, content)).isEqualTo(-1);
    }
  }

  @Test
  void aDirectoryInUseIsRefused() {
    try (EmbeddedS3 store = EmbeddedS3.start(directory, "reports")) {
      assertThat(store.endpoint().getHost()).isEqualTo("127.0.0.1");
      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedS3.start(directory, "reports"))
          .withMessageContaining("Another service uses the directory")
          .withMessageContaining(directory.toString());
    }
    EmbeddedS3.start(directory, "reports").close();
  }

  @Test
  void secretsAndObjectsAreReadableByTheOwnerOnly() throws IOException {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    EmbeddedS3.start(directory, "reports").close();
    assertThat(permissions("s3.settings")).isEqualTo("rw-------");
    assertThat(permissions("s3-objects")).isEqualTo("rwx------");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void put(EmbeddedS3 store, String content) {
    try (S3Client client = client(store, store.secretKey())) {
      client.putObject(
          request ->
              request
                  .bucket(store.bucket())
                  .key(KEY)
                  .contentType("text/csv; charset=utf-8")
                  .contentDisposition("attachment; filename=\"report.csv\""),
          RequestBody.fromString(content));
    }
  }

  private static CompletedPart part(
      S3Client client, String upload, int number, byte[] content, int from, int length) {
    String tag =
        client
            .uploadPart(
                request -> request.bucket("reports").key(KEY).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(Arrays.copyOfRange(content, from, from + length)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private static URI presigned(EmbeddedS3 store) throws Exception {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(store.endpoint())
            .region(Region.of(store.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials(store)))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      return presigner
          .presignGetObject(
              request ->
                  request
                      .signatureDuration(Duration.ofMinutes(10))
                      .getObjectRequest(object -> object.bucket(store.bucket()).key(KEY)))
          .url()
          .toURI();
    }
  }

  /** As the presigner does, at another time. */
  private static URI presignedForOneMinute(EmbeddedS3 store, Instant at) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(store.endpoint())
            .encodedPath("/" + store.bucket() + "/" + KEY.replace(" ", "%20"))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            request ->
                request
                    .identity(credentials(store))
                    .request(unsigned)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, store.region())
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1))
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
        .request()
        .getUri();
  }

  private static S3Client client(EmbeddedS3 store, String secretKey) {
    return S3Client.builder()
        .endpointOverride(store.endpoint())
        .region(Region.of(store.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(store.accessKey(), secretKey)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .forcePathStyle(true)
        .build();
  }

  private static AwsBasicCredentials credentials(EmbeddedS3 store) {
    return AwsBasicCredentials.create(store.accessKey(), store.secretKey());
  }
}
