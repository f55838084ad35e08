package com.globant.hiring.bootstrap.settings;

import com.globant.hiring.bulk.EmrServerlessSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How loads are run on Spark.
 *
 * @param engine null for none: the service loads all sources by itself
 * @param autoBytes {@code engine=auto} uses Spark for sources of more bytes
 * @param autoTableBytes it does so too for keys in no order, if the table has more bytes with them
 * @param emrServerless null if one of its necessary settings is missing
 */
public record BulkSettings(
    @Nullable Engine engine,
    long autoBytes,
    long autoTableBytes,
    SparkSubmit sparkSubmit,
    @Nullable EmrServerlessSettings emrServerless) {

  /** What runs the job. */
  public enum Engine {
    SPARK_SUBMIT,
    EMR_SERVERLESS
  }

  /**
   * Runs as processes of the service's machine.
   *
   * @param command its words
   * @param jar of the job, a path or URI; null if the engine is another one
   * @param conf settings of Spark, each {@code name=value}
   */
  public record SparkSubmit(
      List<String> command, String master, @Nullable String jar, List<String> conf) {}

  private static final Pattern WORD = Pattern.compile("[^,\\p{Cntrl}]+");
  private static final Pattern CONF = Pattern.compile("spark\\.[\\w.-]+=[^,\\s\\p{Cntrl}]*");
  private static final String SETTINGS_OF_SPARK = "settings such as spark.executor.cores=4";

  /** A week, an arbitrary limit. */
  private static final int MAX_TIMEOUT_MINUTES = 10_080;

  static BulkSettings map(SettingReader values) {
    BulkSettings bulk =
        new BulkSettings(
            engine(values),
            values.number("bulk.auto_bytes", 1, Long.MAX_VALUE),
            values.number("bulk.auto_table_bytes", 1, Long.MAX_VALUE),
            new SparkSubmit(
                values.names("bulk.spark_submit.command", WORD, "words, all different"),
                values.text("bulk.spark_submit.master"),
                values.optionalText("bulk.spark_submit.jar"),
                values.optionalNames("bulk.spark_submit.conf", CONF, SETTINGS_OF_SPARK)),
            emrServerless(values));
    values.check(
        bulk.engine() != Engine.SPARK_SUBMIT || bulk.sparkSubmit().jar() != null,
        "bulk.spark_submit.jar must be set if bulk.engine is spark-submit; ./mvnw -pl adapters/spark -am package builds it");
    values.check(
        bulk.engine() != Engine.EMR_SERVERLESS || bulk.emrServerless() != null,
        "bulk.emr_serverless.application_id, role_arn, jar and database_secret must be set if bulk.engine is emr-serverless");
    return bulk;
  }

  private static @Nullable EmrServerlessSettings emrServerless(SettingReader values) {
    String application = values.optionalText("bulk.emr_serverless.application_id");
    String role = values.optionalText("bulk.emr_serverless.role_arn");
    String jar = values.optionalText("bulk.emr_serverless.jar");
    String databaseSecret = values.optionalText("bulk.emr_serverless.database_secret");
    Duration timeout =
        Duration.ofMinutes(
            values.integer("bulk.emr_serverless.timeout_minutes", 5, MAX_TIMEOUT_MINUTES));
    List<String> conf = values.optionalNames("bulk.emr_serverless.conf", CONF, SETTINGS_OF_SPARK);
    String region = values.optionalText("bulk.emr_serverless.region");
    URI endpoint = values.optionalUrl("bulk.emr_serverless.endpoint");
    return application == null || role == null || jar == null || databaseSecret == null
        ? null
        : new EmrServerlessSettings(
            application,
            role,
            jar,
            databaseSecret,
            timeout,
            conf,
            region,
            endpoint,
            EmrServerlessSettings.DEFAULT_SILENCE);
  }

  private static @Nullable Engine engine(SettingReader values) {
    if (values.optionalText("bulk.engine") == null) {
      return null;
    }
    String name = values.word("bulk.engine", List.of("spark-submit", "emr-serverless"));
    return name.equals("spark-submit") ? Engine.SPARK_SUBMIT : Engine.EMR_SERVERLESS;
  }
}
