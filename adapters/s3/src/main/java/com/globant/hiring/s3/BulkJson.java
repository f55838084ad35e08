package com.globant.hiring.s3;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkDescription;
import com.globant.hiring.application.bulk.BulkResult;
import com.globant.hiring.application.bulk.BulkResult.Refusal;
import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.row.RowRejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions and results of jobs as JSON. The job's RATIONALE has the meanings of all
 * members.
 */
final class BulkJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** How a job writes that hires have no job. Keys of jobs have 32 bits, so none has this value. */
  private static final long NO_JOB = 1L << 31;

  private BulkJson() {}

  /**
   * @param dataPackage the definitions of the table and of those that it references, as JSON
   * @param work URI of the folder of the load
   */
  static byte[] description(
      BulkDescription job, String dataPackage, JobDatabase database, String work)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("load_id", job.loadId());
      json.writeStringField("data_package", dataPackage);
      request(json, job.request());
      json.writeArrayFieldStart("objects");
      for (SourceFile file : job.files()) {
        json.writeStartObject();
        json.writeStringField("name", file.name());
        json.writeStringField("uri", S3Location.of(file.name()).hadoopUri());
        json.writeNumberField("size", file.bytes());
        json.writeStringField("etag", file.version());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("database");
      json.writeStringField("host", database.host());
      json.writeNumberField("port", database.port());
      json.writeStringField("user", database.user());
      json.writeStringField("tls", database.tls());
      json.writeStringField("tls_authorities", database.tlsAuthorities());
      json.writeStringField("schema", job.request().schema());
      json.writeStringField("service_schema", database.serviceSchema());
      json.writeEndObject();
      json.writeStringField("target", job.target());
      json.writeStringField("work", work);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void request(JsonGenerator json, LoadRequest request) throws IOException {
    json.writeStringField("table", request.table().name());
    json.writeBooleanField("append", request.append());
    json.writeBooleanField("dry_run", request.dryRun());
    json.writeBooleanField("abort_on_error", request.abortOnError());
    if (request.maxErrors() == Long.MAX_VALUE) {
      json.writeNullField("max_errors");
    } else {
      json.writeNumberField("max_errors", request.maxErrors());
    }
    json.writeStringField("on_duplicate", word(request.duplicates()));
    json.writeStringField("missing", word(request.missing()));
    json.writeStringField("header", request.header() == null ? null : word(request.header()));
    json.writeStringField(
        "delimiter",
        request.delimiter() == null ? null : String.valueOf(request.delimiter().character()));
    json.writeStringField("columns", request.columns() == null ? null : request.columns().text());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static BulkResult result(byte[] text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return result(map(value(parser)));
    } catch (ClassCastException | NullPointerException unusable) {
      throw new IOException("The result of a job is not as expected", unusable);
    }
  }

  private static BulkResult result(Map<?, ?> result) throws IOException {
    Map<?, ?> counts = map(result.get("counts"));
    List<RowRejected> errors = new ArrayList<>();
    for (Object error : (List<?>) Objects.requireNonNull(result.get("errors"))) {
      errors.add(error(map(error)));
    }
    List<String> refused = new ArrayList<>();
    for (Object name : (List<?>) Objects.requireNonNull(result.get("refused"))) {
      refused.add((String) Objects.requireNonNull(name));
    }
    Object reports = result.get("reports");
    return new BulkResult(
        "refused".equals(result.get("outcome")) ? refusal(result) : null,
        new RowCounts(
            number(counts, "read"),
            number(counts, "inserted"),
            number(counts, "updated"),
            number(counts, "ignored"),
            number(counts, "rejected"),
            number(counts, "incomplete")),
        number(result, "bytes"),
        refused,
        errors,
        reports == null ? Map.of() : hires(String.valueOf(text(map(reports), "hires"))));
  }

  /** JSON within a text: an array of {@code [year, department_id, job_id, q1, q2, q3, q4]}. */
  private static Map<Integer, List<HireCount>> hires(String text) throws IOException {
    Map<Integer, List<HireCount>> hires = new TreeMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        int year = (int) nextNumber(parser);
        int department = (int) nextNumber(parser);
        long job = nextNumber(parser);
        hires
            .computeIfAbsent(year, first -> new ArrayList<>())
            .add(
                new HireCount(
                    department,
                    job == NO_JOB ? null : (int) job,
                    nextNumber(parser),
                    nextNumber(parser),
                    nextNumber(parser),
                    nextNumber(parser)));
        parser.nextToken();
      }
    }
    return hires;
  }

  private static long nextNumber(JsonParser parser) throws IOException {
    parser.nextToken();
    return parser.getLongValue();
  }

  private static Refusal refusal(Map<?, ?> result) {
    String word = text(result, "code");
    // A job of another release may have a code that this one does not know.
    RefusalCode code =
        Arrays.stream(RefusalCode.values())
            .filter(one -> one.wireName().equals(word))
            .findFirst()
            .orElse(RefusalCode.BULK_RUN_FAILED);
    return new Refusal(code, String.valueOf(text(result, "detail")));
  }

  private static RowRejected error(Map<?, ?> error) {
    return new RowRejected(
        text(error, "file"),
        number(error, "line"),
        text(error, "column"),
        RowErrorCode.valueOf(String.valueOf(text(error, "code")).toUpperCase(Locale.ROOT)),
        text(error, "value"),
        String.valueOf(text(error, "message")),
        "");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static @Nullable String text(Map<?, ?> of, String member) {
    return (String) of.get(member);
  }

  private static long number(Map<?, ?> of, String member) {
    return ((Number) Objects.requireNonNull(of.get(member))).longValue();
  }

  /** The value that the parser is at. */
  private static @Nullable Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        return members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        return elements;
      }
      case VALUE_NUMBER_INT -> {
        return parser.getLongValue();
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        return parser.getText();
      }
    }
  }
}
