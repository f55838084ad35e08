package com.globant.hiring.spark.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run is asked to do. The members and their meanings are in RATIONALE.md. */
public record JobDescription(
    String loadId,
    String dataPackage,
    String table,
    boolean append,
    boolean dryRun,
    boolean abortOnError,
    @Nullable Long maxErrors,
    String onDuplicate,
    String missing,
    @Nullable String header,
    @Nullable String delimiter,
    @Nullable String columns,
    List<SourceObject> objects,
    Database database,
    @Nullable String target,
    String work,
    @Nullable Long sliceBytes,
    @Nullable Long partRows,
    @Nullable String order) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Larger files are cut. */
  private static final long DEFAULT_SLICE_BYTES = 1L << 30;

  /** A transaction of so many rows is far below all limits of servers. */
  private static final long DEFAULT_PART_ROWS = 200_000;

  /** A file to load. */
  public record SourceObject(String name, String uri, long size, @Nullable String etag) {}

  /**
   * Where the tables are.
   *
   * @param tlsAuthorities certificates as PEM; null for the authorities of the JDK
   */
  record Database(
      String host,
      int port,
      String user,
      @Nullable String tls,
      @Nullable String tlsAuthorities,
      String schema,
      String serviceSchema) {}

  /** In which order rows are written. */
  public enum Order {
    /** By keys, unless the files are in their order already. */
    AUTO,
    FILE,
    SORTED
  }

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException if it cannot be used; the message says why
   */
  public static JobDescription parse(String json) {
    JobDescription description;
    try {
      description = JSON.readValue(json, JobDescription.class);
    } catch (JsonMappingException unusable) {
      throw new IllegalArgumentException(
          "The description of the job has no usable value of " + path(unusable), unusable);
    } catch (JacksonException unreadable) {
      throw new IllegalArgumentException(
          "The description of the job cannot be read: " + unreadable.getOriginalMessage(),
          unreadable);
    }
    description.check();
    return description;
  }

  private static String path(JsonMappingException unusable) {
    return unusable.getPath().stream()
        .map(
            member ->
                member.getFieldName() == null
                    ? Integer.toString(member.getIndex())
                    : member.getFieldName())
        .collect(Collectors.joining("."));
  }

  private void check() {
    require(loadId, "load_id");
    require(dataPackage, "data_package");
    require(table, "table");
    require(objects, "objects");
    require(database, "database");
    require(work, "work");
    if (!work.endsWith("/")) {
      throw new IllegalArgumentException("work must end with a slash: " + work);
    }
    if (!dryRun) {
      require(target, "target");
    }
    request();
  }

  private static void require(@Nullable Object member, String name) {
    if (member == null) {
      throw new IllegalArgumentException("The description of the job has no " + name);
    }
  }

  /** What is asked of the load, in the words of the service. */
  public LoadRequest request() {
    Table loaded = loadedTable();
    return new LoadRequest(
        loaded,
        loaded.schema().name(),
        append,
        null,
        LoadEngine.SPARK,
        header == null ? null : HeaderLine.valueOf(upper(header)),
        delimiter == null ? null : delimiterOf(delimiter),
        columns == null ? null : ColumnMapping.parse(columns),
        MissingValues.valueOf(upper(missing)),
        abortOnError,
        maxErrors == null ? Long.MAX_VALUE : maxErrors,
        DuplicateKeys.valueOf(upper(onDuplicate)),
        dryRun);
  }

  private static Delimiter delimiterOf(String text) {
    return (text.length() == 1 ? Delimiter.of(text.charAt(0)) : Optional.<Delimiter>empty())
        .orElseThrow(() -> new IllegalArgumentException("No delimiter: '" + text + "'"));
  }

  private Table loadedTable() {
    Definitions read = DataPackages.read(Map.of("data_package", dataPackage));
    if (!read.faults().isEmpty()) {
      throw new IllegalArgumentException("The data package is faulty: " + read.faults());
    }
    return read.schemas().get(0).tables().stream()
        .filter(one -> one.name().equals(table))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The data package has no table " + table));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  public long bytesOfSlice() {
    return sliceBytes == null ? DEFAULT_SLICE_BYTES : sliceBytes;
  }

  public long rowsOfPart() {
    return partRows == null ? DEFAULT_PART_ROWS : partRows;
  }

  public Order rowOrder() {
    return order == null ? Order.AUTO : Order.valueOf(upper(order));
  }

  /** As JSON, with the same names of members. */
  public static byte[] json(Object any) throws JacksonException {
    return JSON.writeValueAsBytes(any);
  }
}
