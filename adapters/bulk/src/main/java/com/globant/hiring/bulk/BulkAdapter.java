package com.globant.hiring.bulk;

import com.globant.hiring.application.bulk.BulkEngine;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** An engine that runs the Spark job. Safe for use by several threads. */
public final class BulkAdapter implements AutoCloseable {
  private final BulkEngine engine;
  private final Runnable closing;

  private BulkAdapter(BulkEngine engine, Runnable closing) {
    this.engine = engine;
    this.closing = closing;
  }

  /** Runs by spark-submit, as processes of this machine. Starts nothing yet. */
  public static BulkAdapter open(SparkSubmitSettings settings) {
    SparkSubmitEngine engine = new SparkSubmitEngine(settings);
    return new BulkAdapter(engine, engine::close);
  }

  /** Runs by EMR Serverless. Does not connect before its first use. */
  public static BulkAdapter open(EmrServerlessSettings settings) {
    EmrServerlessEngine engine =
        new EmrServerlessEngine(settings, DefaultCredentialsProvider.builder().build());
    return new BulkAdapter(engine, engine::close);
  }

  public BulkEngine engine() {
    return engine;
  }

  /** Ends runs that are processes of this JVM, and waits for that. Other runs go on. */
  @Override
  public void close() {
    closing.run();
  }
}
