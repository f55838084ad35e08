package com.globant.hiring.spark;

import com.globant.hiring.spark.job.DatabaseLogin;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDescription;
import com.globant.hiring.spark.job.WorkFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program that a cluster runs. Its one argument is the URI of a description of the load; the
 * result is a file in the load's folder. Fails if there is none.
 */
public final class SparkJob {
  private static final Logger LOG = LoggerFactory.getLogger(SparkJob.class);

  private SparkJob() {}

  /** Runs a load. spark-submit sets the master and all other settings of Spark. */
  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 1) {
      throw new IllegalArgumentException(
          "Give one argument, the URI of the description of a load; see docs/bulk.md");
    }
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.app.name", "hiring load")
            // What is sent between tasks has no other serialization.
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      run(
          spark,
          args[0],
          DatabaseLogin.of(conf.get(DatabaseLogin.SECRET_SETTING, ""), System.getenv()));
    }
  }

  /**
   * Runs a load in a context, and writes its result.
   *
   * @param description URI
   */
  public static void run(JavaSparkContext spark, String description, DatabaseLogin login)
      throws IOException, SQLException {
    Configuration settings = spark.hadoopConfiguration();
    Job job = new Job(WorkFiles.text(settings, description), login, fileSystems(settings));
    job.files().delete(JobResult.FILE);
    JobResult result = new Run(spark, job).run();
    try (OutputStream out = job.files().create(JobResult.FILE)) {
      out.write(JobDescription.json(result));
    }
    LOG.info(
        "Load {}: {}, {} of {} rows",
        job.description().loadId(),
        result.outcome(),
        result.counts().inserted(),
        result.counts().read());
  }

  /** Executors begin with the defaults of Hadoop, and do not know what the driver was given. */
  private static Map<String, String> fileSystems(Configuration settings) {
    Map<String, String> set = new HashMap<>();
    settings.forEach(
        entry -> {
          if (entry.getKey().startsWith("fs.")) {
            set.put(entry.getKey(), entry.getValue());
          }
        });
    return set;
  }
}
