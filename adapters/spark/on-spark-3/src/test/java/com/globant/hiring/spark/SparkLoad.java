package com.globant.hiring.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.spark.job.DatabaseLogin;
import com.globant.hiring.spark.job.JobDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** A load that the job runs in this JVM, in schemas of its own. */
final class SparkLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static @Nullable JavaSparkContext spark;

  final String id = UUID.randomUUID().toString();
  final String schema = "spark_" + id.replace("-", "");
  final String service = schema + "_s";
  final TestDatabase database;
  private final Table table;
  private final Path folder;
  private final String files;
  private final ObjectNode description = JSON.createObjectNode();
  private final ArrayNode objects = description.putArray("objects");

  /**
   * @param folder for the files of the load
   * @param settings changes the members of the description
   */
  SparkLoad(Table table, Path folder, Consumer<ObjectNode> settings) {
    this(TestDatabase.running(), table, folder, settings);
  }

  /** A load into another database than that of the other tests. */
  SparkLoad(TestDatabase database, Table table, Path folder, Consumer<ObjectNode> settings) {
    this(database, table, folder, folder.toUri().toString(), settings);
  }

  /**
   * A load of files in another file system.
   *
   * @param files URI of a folder, with a slash at its end
   */
  SparkLoad(
      TestDatabase database,
      Table table,
      Path folder,
      String files,
      Consumer<ObjectNode> settings) {
    this.database = database;
    this.table = table;
    this.folder = folder.resolve(id);
    this.files = files + id + "/";
    createDirectories(this.folder.resolve("work"));
    describe();
    settings.accept(description);
    createTables();
  }

  /** One context for all tests of a JVM. */
  static synchronized JavaSparkContext spark() {
    JavaSparkContext known = spark;
    if (known == null) {
      known =
          new JavaSparkContext(
              new SparkConf()
                  .setMaster("local[2,3]")
                  .setAppName("tests")
                  .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
                  .set("spark.ui.enabled", "false")
                  .set("spark.driver.host", "127.0.0.1")
                  .set("spark.driver.bindAddress", "127.0.0.1"));
      spark = known;
    }
    return known;
  }

  private static void createDirectories(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void describe() {
    List<TableDefinition> definitions =
        table.schema().tables().stream().map(Table::definition).toList();
    description.put("load_id", id);
    description.put("data_package", DataPackages.dataPackage("tested", definitions));
    description.put("table", table.name());
    description.put("append", false);
    description.put("dry_run", false);
    description.put("abort_on_error", false);
    description.put("on_duplicate", "reject");
    description.put("missing", "null");
    description.put("work", files + "work/");
    description.put("target", target());
    description
        .putObject("database")
        .put("host", database.host())
        .put("port", database.port())
        .put("user", database.user())
        .put("schema", schema)
        .put("service_schema", service);
  }

  String target() {
    return table.name() + "_new";
  }

  private void createTables() {
    database.execute(
        "CREATE DATABASE " + schema + "  CHARACTER SET utf8mb4 COLLATE " + database.collation());
    database.execute("CREATE DATABASE " + service);
    for (Table one : table.schema().tables()) {
      database.execute(create(one, one.name()));
    }
    database.execute(create(table, target()));
    database.execute(
        "CREATE TABLE %s.bulk_runs (load_id CHAR(36) PRIMARY KEY, engine VARCHAR(16) NOT NULL, run_id VARCHAR(255), phase VARCHAR(16) NOT NULL, files INT NOT NULL DEFAULT 0, parts INT, updated_at DATETIME(6) NOT NULL)"
            .formatted(service));
    database.execute(
        "CREATE TABLE %s.load_parts (load_id CHAR(36), part INT, rows_inserted BIGINT NOT NULL, rows_incomplete BIGINT NOT NULL, cells MEDIUMTEXT, PRIMARY KEY (load_id, part))"
            .formatted(service));
    database.execute(
        "INSERT INTO %s.bulk_runs (load_id, engine, phase, updated_at) VALUES ('%s', 'spark', 'queued', UTC_TIMESTAMP(6))"
            .formatted(service, id));
  }

  private String create(Table one, String name) {
    String columns =
        one.columns().stream().map(column -> column(one, column)).collect(Collectors.joining(", "));
    String primary = quoted(one.definition().primaryKey());
    String unique =
        one.definition().uniqueKeys().stream()
            .map(key -> ", UNIQUE (" + quoted(key) + ")")
            .collect(Collectors.joining());
    return "CREATE TABLE %s.`%s` (%s%s%s)"
        .formatted(
            schema,
            name,
            columns,
            primary.isEmpty() ? "" : ", PRIMARY KEY (" + primary + ")",
            unique);
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static String column(Table table, Column column) {
    Storage storage = column.type().storage();
    String type =
        switch (storage.kind()) {
          case SMALLINT, INT, BIGINT, DOUBLE, DATE, JSON -> storage.kind().name();
          case DECIMAL -> "DECIMAL(%d, %d)".formatted(storage.length(), storage.scale());
          case BOOLEAN -> "TINYINT(1)";
          case CHAR, VARCHAR -> "%s(%d)".formatted(storage.kind(), storage.length());
          case TEXT -> "MEDIUMTEXT";
          case TIME -> "TIME(6)";
          case DATETIME -> "DATETIME(6)";
        };
    return "`%s` %s%s"
        .formatted(column.name(), type, table.isRequired(column) ? " NOT NULL" : " NULL");
  }

  /** Adds a file. */
  SparkLoad file(String name, byte[] content) {
    write(name, content);
    objects
        .addObject()
        .put("name", name)
        .put("uri", files + name)
        .put("size", content.length)
        .put("etag", etag(name));
    return this;
  }

  /** Writes a file, in place of one that was added. */
  void write(String name, byte[] content) {
    try {
      if (files.startsWith("file:")) {
        Files.write(folder.resolve(name), content);
      } else {
        try (OutputStream out = system().create(new org.apache.hadoop.fs.Path(files + name))) {
          out.write(content);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private FileSystem system() throws IOException {
    return new org.apache.hadoop.fs.Path(files).getFileSystem(spark().hadoopConfiguration());
  }

  private @Nullable String etag(String name) {
    try {
      return files.startsWith("file:")
          ? null
          : ((EtagSource) system().getFileStatus(new org.apache.hadoop.fs.Path(files + name)))
              .getEtag();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private byte[] read(String name) throws IOException {
    if (files.startsWith("file:")) {
      return Files.readAllBytes(folder.resolve(name));
    }
    try (InputStream in = system().open(new org.apache.hadoop.fs.Path(files + name))) {
      return in.readAllBytes();
    }
  }

  SparkLoad file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** As the job reads it. */
  LoadRequest request() {
    return JobDescription.parse(description.toString()).request();
  }

  /** Runs the job; its result. */
  JsonNode run() throws IOException, SQLException {
    SparkJob.run(spark(), writeDescription(), new DatabaseLogin(null, database.password()));
    return result();
  }

  /** Writes the description; its URI. */
  String writeDescription() throws IOException {
    Path json = folder.resolve("description.json");
    Files.write(json, JSON.writeValueAsBytes(description));
    return json.toUri().toString();
  }

  JsonNode result() throws IOException {
    return JSON.readTree(read("work/result.json"));
  }

  /** The rows of the target, by key. */
  List<List<@Nullable Object>> content() {
    return content(target());
  }

  List<List<@Nullable Object>> content(String name) {
    String columns =
        table.columnNames().stream()
            .map(column -> "`" + column + "`")
            .collect(Collectors.joining(", "));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable String> texts :
        database.query(
            "SELECT %1$s FROM %2$s.`%3$s` ORDER BY %1$s".formatted(columns, schema, name))) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        row.add(RowText.parsed(table.columns().get(i).type().storage().kind(), texts.get(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The files of refused rows, in the order that the result gives. */
  String refused(JsonNode result) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (JsonNode name : result.get("refused")) {
      all.write(read("work/" + name.asText()));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  List<List<@Nullable String>> parts() {
    return database.query(
        "SELECT part, rows_inserted, rows_incomplete, cells FROM %s.load_parts WHERE load_id = '%s' ORDER BY part"
            .formatted(service, id));
  }

  String phase() {
    return String.valueOf(
        database.query(
            "SELECT phase FROM %s.bulk_runs WHERE load_id = '%s'".formatted(service, id)));
  }

  void cancel() {
    database.execute("DELETE FROM %s.bulk_runs".formatted(service));
  }

  void drop() {
    database.execute("DROP DATABASE IF EXISTS " + schema);
    database.execute("DROP DATABASE IF EXISTS " + service);
  }
}
