package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.http.body.ContentCoding;
import com.globant.hiring.http.body.ContentCodingTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies that clients send, over the network: compressed ones, and forms. */
@ExtendWith(VertxExtension.class)
class BodiesTest {
  private static final String NOWHERE = "/db_migration";
  private static final String DEPARTMENTS = "/db_migration?schema=hiring&table=departments";
  private static final String CSV = "1,Sales\n2,Legal\n";
  private static final String FORM = "multipart/form-data; boundary=X";
  private static final int MAX_LOADS = 2;

  private final InMemoryHiring hiring = new InMemoryHiring();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // by listen
  private HttpAdapter adapter;

  @BeforeEach
  void listen(Vertx vertx) {
    adapter =
        RunningApi.listen(
            vertx, new TestSettings().maxBytes(64 << 20).maxLoads(MAX_LOADS), hiring.useCases());
  }

  @AfterEach
  void stop() {
    adapter.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
    assertThat(hiring.tables().underWay()).isZero();
  }

  @Test
  void restOfAFormMayArriveAfterItsLoadHasBegun() throws Exception {
    String begin =
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d.csv\"\r\n\r\n1,Sales\n";
    String rest = "2,Legal\n\r\n--X--\r\n";
    try (RawClient raw = new RawClient(adapter.port())) {
      raw.send(
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(DEPARTMENTS, FORM, begin.length() + rest.length(), begin));
      Loads.eventually(
          () ->
              assertThat(
                      hiring
                          .records()
                          .newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 1)
                          .toCompletableFuture()
                          .join())
                  .isNotEmpty());
      raw.send(rest);

      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 200 ").contains("\"inserted\":2");
    }
  }

  /** Where a file is compressed, and what is said about that. */
  enum Wrapping {
    FILE("text/csv"),
    NO_TYPE(null),
    BY_TYPE("application/x-gzip"),
    EXCEL("application/vnd.ms-excel"),
    IN_A_FORM(FORM) {
      @Override
      byte[] body(ContentCoding coding) {
        return form(coding, CSV);
      }
    },
    FORM_WHOLE(FORM) {
      @Override
      byte[] body(ContentCoding coding) {
        return ContentCodingTest.encode(coding, new String(plainForm(file(CSV)), UTF_8));
      }
    };

    private final @Nullable String type;

    Wrapping(@Nullable String type) {
      this.type = type;
    }

    byte[] body(ContentCoding coding) {
      return ContentCodingTest.encode(coding, CSV);
    }
  }

  @ParameterizedTest
  @EnumSource(Wrapping.class)
  void compressionIsRecognisedByTheFirstBytes(Wrapping wrapping) throws Exception {
    for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.ZSTD)) {
      byte[] body = wrapping.body(coding);
      String digest =
          Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));

      HttpResponse<String> loaded =
          send(DEPARTMENTS, wrapping.type, body, "Content-Digest", "sha-256=:" + digest + ":");

      assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
      assertThat(json(loaded).getLong("bytes")).isEqualTo(CSV.length());
      assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).hasSize(2);
    }
  }

  @Test
  void compressedFileMayHaveAContentCodingToo() throws Exception {
    byte[] zstd = ContentCodingTest.encode(ContentCoding.ZSTD, CSV);
    byte[] inside = form(ContentCoding.ZSTD, CSV);

    assertThat(send(DEPARTMENTS, null, gzip(zstd), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(200);
    assertThat(send(DEPARTMENTS, FORM, gzip(inside), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(200);
  }

  @Test
  void jsonMayBeCompressed() throws Exception {
    byte[] json = ContentCodingTest.encode(ContentCoding.GZIP, "1,a\n");

    assertThat(send(DEPARTMENTS, "application/json", json).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(value = Wrapping.class, names = "FORM_WHOLE", mode = EnumSource.Mode.EXCLUDE)
  void bodyThatUnpacksToTooMuchIsRefusedInEveryForm(Wrapping wrapping) throws Exception {
    byte[] bomb = ContentCodingTest.encode(ContentCoding.GZIP, "\n".repeat(20 << 20));
    byte[] body =
        wrapping == Wrapping.IN_A_FORM
            ? ContentCodingTest.concat(
                fileHead().getBytes(UTF_8),
                ContentCodingTest.concat(bomb, "\r\n--X--\r\n".getBytes(UTF_8)))
            : bomb;

    assertProblem(send(DEPARTMENTS, wrapping.type, body), 413, "body_too_large", "200 times");
    byte[] twice = gzip(ContentCodingTest.encode(ContentCoding.GZIP, "\n".repeat(60 << 20)));
    assertProblem(
        send(DEPARTMENTS, null, twice, "Content-Encoding", "gzip"),
        413,
        "body_too_large",
        "200 times");
  }

  @Test
  void contentEncodingThatTheBytesContradictGets400() throws Exception {
    byte[] inside = form(ContentCoding.GZIP, CSV);

    assertProblem(
        send(DEPARTMENTS, FORM, inside, "Content-Encoding", "gzip"),
        400,
        "corrupt_encoding",
        "send it without Content-Encoding");
  }

  @Test
  void severalTypesOrCodingsAreRefused() throws Exception {
    assertProblem(
        send(DEPARTMENTS, "text/csv", CSV.getBytes(UTF_8), "Content-Type", "text/plain"),
        400,
        "invalid_parameter",
        "text/csv and text/plain");
    assertProblem(
        send(DEPARTMENTS, FORM, plainForm(file(CSV)), "Content-Type", FORM),
        400,
        "invalid_parameter",
        "2 Content-Type");
    assertProblem(
        send(
            DEPARTMENTS,
            null,
            gzip(CSV.getBytes(UTF_8)),
            "Content-Encoding",
            "gzip",
            "Content-Encoding",
            "br"),
        415,
        "unsupported_media_type",
        "gzip, br");
  }

  @Test
  void fieldsBeforeTheFileAreParameters() throws Exception {
    byte[] body =
        plainForm(
            field("note", "hello"),
            field("table", "departments"),
            field("schema", "hiring"),
            field("dry_run", "true"),
            file(CSV),
            field("submit", "Upload"));

    HttpResponse<String> loaded = send(NOWHERE, FORM, body);

    assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
    assertThat(json(loaded).getBoolean("dry_run")).isTrue();
    assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void formFieldMayRepeatTheQueryButNotContradictIt() throws Exception {
    byte[] same = plainForm(field("table", "departments"), file(CSV));
    byte[] other = plainForm(field("table", "jobs"), file(CSV));

    assertThat(send(DEPARTMENTS, FORM, same).statusCode()).isEqualTo(200);
    assertProblem(
        send(DEPARTMENTS, FORM, other),
        400,
        "invalid_parameter",
        "table is 'departments' in the query and 'jobs' in the form");
  }

  @ParameterizedTest
  @CsvSource({
    "schema,hiring,400,missing_parameter,table",
    "table,nonsense,404,unknown_table,nonsense",
    "append,maybe,400,invalid_parameter,append",
    "max_errors,-1,400,invalid_parameter,max_errors",
    "Append,true,400,invalid_parameter,append",
  })
  void formFieldsAreCheckedLikeTheQuery(
      String name, String value, int status, String code, String inDetail) throws Exception {
    byte[] body = plainForm(field(name, value), file(CSV));
    String path = status == 404 ? NOWHERE + "?schema=hiring" : DEPARTMENTS;

    HttpResponse<String> refused =
        send(code.equals("missing_parameter") ? NOWHERE : path, FORM, body);

    assertProblem(refused, status, code, inDetail);
    assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void parameterAfterTheFileFailsTheLoad() throws Exception {
    byte[] body = plainForm(file(CSV), field("dry_run", "true"));

    assertProblem(send(DEPARTMENTS, FORM, body), 400, "invalid_parameter", "after the file");
    assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quoted-printable", "base64", "Base64", "x-uuencode"})
  void fileWithATransferEncodingGets415(String encoding) throws Exception {
    String head = fileHead().replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: " + encoding);
    byte[] body = (head + "\r\n\r\n1,Jos=C3=A9\r\n--X--\r\n").getBytes(UTF_8);

    assertProblem(
        send(DEPARTMENTS, FORM, body), 415, "unsupported_media_type", "Content-Transfer-Encoding");
  }

  @Test
  void refusedFormsReleaseTheirPlaceAndTheirBody() throws Exception {
    byte[] large = plainForm(field("append", "maybe"), file("1,Sales\n".repeat(1 << 20)));
    for (int i = 0; i < 5 * MAX_LOADS; i++) {
      assertProblem(send(DEPARTMENTS, FORM, large), 400, "invalid_parameter", "append");
    }
    assertThat(send(DEPARTMENTS, FORM, plainForm(file(CSV))).statusCode()).isEqualTo(200);
  }

  /** What a client would send that waits for leave: its head is enough to refuse it. */
  @Test
  void onlyFormsAreReadBeforeTheParametersAreChecked() throws Exception {
    assertThat(firstLine("text/csv")).contains("400");
    assertThat(firstLine(FORM)).contains("100");
  }

  private String firstLine(String type) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adapter.port())) {
      socket.setSoTimeout(60_000);
      String head =
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 999\r\nExpect: 100-continue\r\n\r\n"
              .formatted(NOWHERE, type);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }

  @Test
  void tooManyConcurrentFormsGet429() {
    byte[] body = plainForm(field("note", "x".repeat(100_000)), file(CSV));
    List<Integer> statuses =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    client.sendAsync(
                        request(DEPARTMENTS + "&dry_run=true", FORM, body).build(),
                        BodyHandlers.ofString()))
            .toList()
            .stream()
            .map(sent -> sent.join().statusCode())
            .toList();

    assertThat(statuses).contains(200).isSubsetOf(200, 409, 429);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] form(ContentCoding coding, String csv) {
    return ContentCodingTest.concat(
        fileHead().getBytes(UTF_8),
        ContentCodingTest.concat(
            ContentCodingTest.encode(coding, csv), "\r\n--X--\r\n".getBytes(UTF_8)));
  }

  private static String fileHead() {
    return "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d.csv\"\r\n\r\n";
  }

  private static String file(String csv) {
    return fileHead() + csv + "\r\n";
  }

  private static String field(String name, String value) {
    return "--X\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, value);
  }

  private static byte[] plainForm(String... parts) {
    return (String.join("", parts) + "--X--\r\n").getBytes(UTF_8);
  }

  private static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String code, String inDetail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).getString("code")).isEqualTo(code);
    assertThat(json(answer).getString("detail")).contains(inDetail);
  }

  private HttpResponse<String> send(
      String path, @Nullable String type, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path, type, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, @Nullable String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adapter.port() + path))
            .PUT(BodyPublishers.ofByteArray(body));
    return type == null ? request : request.header("Content-Type", type);
  }
}
