package com.globant.hiring.local;

import com.globant.hiring.bootstrap.command.TextTable;
import com.globant.hiring.bootstrap.service.StartFailed;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.LoadOptions;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.Hints;
import com.globant.hiring.local.samples.SampleFile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Loads made-up hires from a folder in S3, on Spark and then by the service itself, and prints what
 * each cost.
 */
final class SparkDemo {
  /** System properties by which {@code ./hiring} says where it has built Spark and the job. */
  static final String SUBMIT = "hiring.spark.submit";

  static final String JOB = "hiring.spark.job";

  private static final String FOLDER = "spark-demo/";
  private static final String HIRES = "hired_employees";
  private static final int FILES = 100;
  private static final int SEED = 2021;
  private static final double INVALID_SHARE = 0.00001;
  private static final int POLL_MILLIS = 250;

  private final Settings.Storage storage;
  private final URI service;
  private final List<Table> tables;
  private final int rows;
  private final PrintWriter out;
  private final HiringClient client;
  private final DemoClient links = new DemoClient();

  /**
   * @param storage of the service, with its keys
   * @param tables those of the hiring package
   * @param rows number of hires, at least one for each file
   */
  SparkDemo(Settings.Storage storage, URI service, List<Table> tables, int rows, PrintWriter out) {
    this.storage = storage;
    this.service = service;
    this.tables = tables;
    this.rows = rows;
    this.out = out;
    this.client = HiringClient.builder(service).build();
  }

  /** The settings of a service that loads on the Spark that {@code ./hiring} has built. */
  static Map<String, String> settings() {
    String submit = System.getProperty(SUBMIT);
    String job = System.getProperty(JOB);
    if (submit == null || job == null) {
      throw new StartFailed("--spark needs Spark and its job, which only ./hiring builds.");
    }
    String java = ProcessHandle.current().info().command().orElse("java");
    return Map.of(
        "bulk.engine", "spark-submit",
        "bulk.spark_submit.command", java + ",@" + submit,
        "bulk.spark_submit.master", "local[*]",
        "bulk.spark_submit.jar", job,
        "bulk.spark_submit.conf", "",
        "schemas.directory", "",
        "database.schemas", "",
        "sources.allowed", source());
  }

  private static String source() {
    return "s3://" + LocalServers.BUCKET + "/" + FOLDER;
  }

  /** Makes the files, loads them twice, and prints the costs; fails at the first refusal. */
  void run() throws InterruptedException {
    out.printf("%nMaking %,d hires in %d files in %s%n", rows, FILES, source());
    out.flush();
    for (Table table : tables) {
      if (!table.name().equals(HIRES)) {
        load(table);
      }
    }
    Table hires =
        tables.stream().filter(table -> table.name().equals(HIRES)).findFirst().orElseThrow();
    long bytes = makeFiles(hires);
    TextTable costs =
        new TextTable(
            List.of(
                "engine",
                "read",
                "inserted",
                "rejected",
                "MB",
                "s",
                "rows/s",
                "CPU s: Spark",
                "database",
                "service"));
    costs.row(cost("spark", bytes));
    costs.row(cost("service", bytes));
    out.printf(
        "%n%s%nBoth wait for the same database, so Spark on one machine is not faster: see docs/bulk.md.%n",
        costs.text(2));
    out.flush();
  }

  private void load(Table table) {
    SampleFile file = SampleFile.of(table, Hints.builtIn());
    write(file, new ChunkedFiles(file.rows(), (content, number) -> upload(table, content)));
  }

  private void upload(Table table, byte[] content) {
    client.load(
        table.name(),
        () -> new ByteArrayInputStream(content),
        content.length,
        LoadOptions.replace().schema(table.schema().name()));
  }

  /** Returns the sum of their sizes. */
  private long makeFiles(Table hires) {
    SampleFile file =
        new SampleFile(hires, Hints.builtIn(), rows, SEED, 0, INVALID_SHARE, Map.of());
    try (DemoBucket bucket = new DemoBucket(storage)) {
      ChunkedFiles files =
          new ChunkedFiles(
              (rows + FILES - 1) / FILES,
              (content, number) -> bucket.put(FOLDER + name(number), content));
      write(file, files);
      return files.bytes();
    }
  }

  private static String name(int number) {
    return "hires-%03d.csv".formatted(number);
  }

  private static void write(SampleFile file, ChunkedFiles files) {
    try (files) {
      file.writeTo(files);
    } catch (IOException e) {
      throw new UncheckedIOException("The files cannot be made", e);
    }
  }

  private List<String> cost(String engine, long bytes) throws InterruptedException {
    CpuTimes cpu = new CpuTimes();
    LoadOutcome begun =
        client.loadSource(
            HIRES, source(), LoadOptions.replace().schema("hiring").with("engine", engine));
    JsonObject load = follow(begun.getLoadId().toString(), engine, cpu);
    JsonObject rows = load.getJsonObject("rows");
    double seconds = load.getLong("elapsed_ms") / 1000.0;
    CpuTimes.Spent spent = cpu.spent();
    return List.of(
        engine,
        rows.getLong("read").toString(),
        rows.getLong("inserted").toString(),
        rows.getLong("rejected").toString(),
        decimal(bytes / 1e6),
        decimal(seconds),
        String.format(Locale.ROOT, "%.0f", rows.getLong("read") / seconds),
        decimal(spent.spark()),
        decimal(spent.database()),
        decimal(spent.service()));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** Prints each phase; the record when the load has ended. */
  private JsonObject follow(String id, String engine, CpuTimes cpu) throws InterruptedException {
    String printed = "";
    while (true) {
      JsonObject load = links.json(service.resolve("/loads/" + id));
      cpu.sample();
      String status = load.getString("status");
      if (!status.equals("running")) {
        if (!status.equals("committed")) {
          throw new IllegalStateException("The load by %s ended: %s".formatted(engine, load));
        }
        return load;
      }
      String phase = phase(load);
      if (!phase.equals(printed)) {
        out.printf("  %s: %s%n", engine, phase);
        out.flush();
        printed = phase;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static String phase(JsonObject load) {
    JsonObject run = load.getJsonObject("run");
    String phase = run == null ? null : run.getString("phase");
    return Objects.requireNonNullElse(phase, "loading");
  }
}
