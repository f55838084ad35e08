package com.globant.hiring.s3;

import static com.globant.hiring.application.record.RequestBuilder.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkDescription;
import com.globant.hiring.application.bulk.BulkResult;
import com.globant.hiring.application.bulk.BulkWork;
import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.RowRejected;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;

@SuppressWarnings("NullAway.Init") // by the method that starts the server
class S3BulkWorkIT {
  private static final String PREFIX = "service/";

  private static EmbeddedStore server;
  private static S3AsyncClient client;

  private final String load = UUID.randomUUID().toString();
  private S3Adapter adapter;
  private BulkWork work;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedStore(directory);
    client = server.client();
  }

  @AfterAll
  static void stopServer() {
    client.close();
    server.close();
  }

  @BeforeEach
  void open() {
    adapter =
        S3Adapter.open(
            server.settings(EmbeddedStore.BUCKET, server.keys(), PREFIX), Clock.systemUTC());
    work =
        adapter.bulkWork(
            table -> "{\"name\": \"" + table.name() + "\"}",
            () -> new JobDatabase("db", 3306, "job", "verify-full", null, "hiring_service"));
  }

  @AfterEach
  void close() {
    adapter.close();
  }

  private void put(String name, String content) {
    client
        .putObject(
            put -> put.bucket(EmbeddedStore.BUCKET).key(PREFIX + "bulk/" + load + "/" + name),
            AsyncRequestBody.fromString(content))
        .join();
  }

  private static String read(URI uri) {
    assertThat(uri).hasScheme("s3a").hasHost(EmbeddedStore.BUCKET);
    return client
        .getObject(
            get -> get.bucket(EmbeddedStore.BUCKET).key(uri.getPath().substring(1)),
            AsyncResponseTransformer.toBytes())
        .join()
        .asUtf8String();
  }

  private BulkDescription description(boolean dryRun, long maxErrors) {
    return new BulkDescription(
        load,
        request(HiringTables.JOBS)
            .append()
            .source("s3://history/jobs/", LoadEngine.SPARK)
            .header(HeaderLine.PRESENT)
            .delimiter(Delimiter.SEMICOLON)
            .missing(MissingValues.REJECT)
            .abortOnError()
            .maxErrors(maxErrors)
            .duplicates(DuplicateKeys.IGNORE)
            .dryRun(dryRun)
            .build(),
        List.of(new SourceFile("s3://history/jobs/a b.csv", 7, "\"etag\"")),
        dryRun ? null : "jobs_new");
  }

  @Test
  void descriptionHasTheRequestTheFilesTheDatabaseAndTheFolder() {
    URI uri = work.describe(description(false, 5));

    assertThat(read(uri))
        .contains(
            "\"load_id\":\"" + load + "\"",
            "\"table\":\"jobs\",\"append\":true,\"dry_run\":false,\"abort_on_error\":true,\"max_errors\":5",
            "\"on_duplicate\":\"ignore\",\"missing\":\"reject\",\"header\":\"present\",\"delimiter\":\";\"",
            "\"name\":\"s3://history/jobs/a b.csv\",\"uri\":\"s3a://history/jobs/a",
            "\"size\":7,\"etag\":\"\\\"etag\\\"\"",
            "\"host\":\"db\",\"port\":3306,\"user\":\"job\",\"tls\":\"verify-full\"",
            "\"schema\":\"hiring\",\"service_schema\":\"hiring_service\"",
            "\"target\":\"jobs_new\"",
            "\"work\":\"s3a://" + EmbeddedStore.BUCKET + "/service/bulk/" + load + "/\"")
        .contains("\"data_package\":\"{\\\"name\\\": \\\"jobs\\\"}\"");
  }

  @Test
  void dryRunHasNoTargetAndNoLimitIsNull() {
    assertThat(read(work.describe(description(true, Long.MAX_VALUE))))
        .contains("\"dry_run\":true", "\"max_errors\":null", "\"target\":null");
  }

  @Test
  void resultIsThereWhenTheJobHasWrittenIt() {
    assertThat(work.result(load)).isEmpty();
    put(
        "result.json",
        """
        {"outcome": "loaded", "code": null, "detail": null, "added_later": {"x": [1, null]},
         "counts": {"read": 4000000000, "inserted": 3, "updated": 0, "ignored": 1, "rejected": 2,
                    "incomplete": 1},
         "bytes": 70, "refused": ["refused/part-00000.csv"],
         "errors": [{"file": "s3://history/jobs/a.csv", "line": 3, "column": "id",
                     "code": "invalid_integer", "value": "x", "message": "id is not an integer"}],
         "reports": {"hires": "[[2020,7,2147483648,4000000000,0,0,1],[2021,-1,3,0,1,2,0],[2021,1,3,0,0,0,5]]"}}
        """);

    BulkResult result = work.result(load).orElseThrow();

    assertThat(result.refusal()).isNull();
    assertThat(result.counts()).isEqualTo(new RowCounts(4_000_000_000L, 3, 0, 1, 2, 1));
    assertThat(result.bytes()).isEqualTo(70);
    assertThat(result.refused()).containsExactly("refused/part-00000.csv");
    assertThat(result.errors())
        .containsExactly(
            new RowRejected(
                "s3://history/jobs/a.csv",
                3,
                "id",
                RowErrorCode.INVALID_INTEGER,
                "x",
                "id is not an integer",
                ""));
    assertThat(result.hires())
        .isEqualTo(
            Map.of(
                2020,
                List.of(new HireCount(7, null, 4_000_000_000L, 0, 0, 1)),
                2021,
                List.of(new HireCount(-1, 3, 0, 1, 2, 0), new HireCount(1, 3, 0, 0, 0, 5))));
  }

  private static String refused(String code) {
    return """
        {"outcome": "refused", "code": "%s", "detail": "why", "reports": null, "errors": [],
         "counts": {"read": 1, "inserted": 0, "updated": 0, "ignored": 0, "rejected": 1,
                    "incomplete": 0},
         "bytes": 7, "refused": []}
        """
        .formatted(code);
  }

  @Test
  void refusalHasItsCode() {
    put("result.json", refused("no_rows_accepted"));

    assertThat(work.result(load).orElseThrow().refusal())
        .isEqualTo(new BulkResult.Refusal(RefusalCode.NO_ROWS_ACCEPTED, "why"));
  }

  @Test
  void codeOfAnotherReleaseFailsTheRun() {
    put("result.json", refused("a_code_of_tomorrow"));

    assertThat(work.result(load).orElseThrow().refusal())
        .isEqualTo(new BulkResult.Refusal(RefusalCode.BULK_RUN_FAILED, "why"));
  }

  @Test
  void resultThatIsNoneFailsTheRun() {
    put("result.json", "{\"outcome\": \"loaded\"}");

    assertThatThrownBy(() -> work.result(load))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BULK_RUN_FAILED));
  }

  @Test
  void refusedRowsAreReadAndEverythingIsDeleted() throws IOException {
    put("refused/part-00000.csv", "x,bad\r\n");
    URI description = work.describe(description(false, 5));

    try (InputStream rows = work.refused(load, "refused/part-00000.csv")) {
      assertThat(new String(rows.readAllBytes(), UTF_8)).isEqualTo("x,bad\r\n");
    }
    work.delete(load);

    assertThatThrownBy(() -> read(description)).hasMessageContaining("NoSuchKey");
    assertThatThrownBy(() -> work.refused(load, "refused/part-00000.csv").close());
    work.delete(load);
  }
}
