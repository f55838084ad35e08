package com.globant.hiring.bulk;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the job is run by spark-submit.
 *
 * @param command words that begin the command, such as {@code spark-submit}
 * @param master URL of the cluster's master, such as {@code local[*]} or {@code spark://host:7077}
 * @param jar of the job, a path or a URI
 * @param conf further settings of Spark, each {@code name=value}
 * @param logs directory for the logs of runs, created if it is missing
 * @param password of the database account that the descriptions of jobs name, asked at each start
 * @param store how {@code s3} and {@code s3a} URIs are read; null if the cluster knows it
 */
public record SparkSubmitSettings(
    List<String> command,
    String master,
    String jar,
    List<String> conf,
    Path logs,
    Supplier<String> password,
    @Nullable Store store) {

  /**
   * An S3 store.
   *
   * @param endpoint null for that of AWS
   * @param region null if the cluster knows it
   * @param keys null for the credentials of the AWS environment
   */
  public record Store(@Nullable URI endpoint, @Nullable String region, @Nullable Keys keys) {}

  /** A key pair. */
  public record Keys(String accessKey, String secretKey) {
    @Override
    public String toString() {
      return "Keys[hidden]";
    }
  }

  /**
   * @throws IllegalArgumentException if the command is empty
   */
  public SparkSubmitSettings {
    command = List.copyOf(command);
    conf = List.copyOf(conf);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("The command of spark-submit is empty");
    }
  }
}
