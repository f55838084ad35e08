package com.globant.hiring.bootstrap.settings;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How loads are run on Spark.
 *
 * @param engine null for none: the service loads all sources by itself
 * @param autoBytes {@code engine=auto} uses Spark for sources of more bytes
 * @param autoTableRows {@code engine=auto} uses Spark if keys come in no order and the table has
 *     more rows
 */
public record BulkSettings(
    @Nullable Engine engine, long autoBytes, long autoTableRows, SparkSubmit sparkSubmit) {

  /** What runs the job. */
  public enum Engine {
    SPARK_SUBMIT
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
  private static final Pattern CONF = Pattern.compile("spark\\.[\\w.-]+=[^,\\p{Cntrl}]*");
  private static final String SETTINGS_OF_SPARK = "settings such as spark.executor.cores=4";

  static BulkSettings map(SettingReader values) {
    BulkSettings bulk =
        new BulkSettings(
            engine(values),
            values.number("bulk.auto_bytes", 1, Long.MAX_VALUE),
            values.number("bulk.auto_table_rows", 1, Long.MAX_VALUE),
            new SparkSubmit(
                values.names("bulk.spark_submit.command", WORD, "words, all different"),
                values.text("bulk.spark_submit.master"),
                values.optionalText("bulk.spark_submit.jar"),
                values.optionalNames("bulk.spark_submit.conf", CONF, SETTINGS_OF_SPARK)));
    values.check(
        bulk.engine() != Engine.SPARK_SUBMIT || bulk.sparkSubmit().jar() != null,
        "bulk.spark_submit.jar must be set if bulk.engine is spark-submit; ./mvnw -pl adapters/spark -am package builds it");
    return bulk;
  }

  private static @Nullable Engine engine(SettingReader values) {
    if (values.optionalText("bulk.engine") == null) {
      return null;
    }
    values.word("bulk.engine", List.of("spark-submit"));
    return Engine.SPARK_SUBMIT;
  }
}
