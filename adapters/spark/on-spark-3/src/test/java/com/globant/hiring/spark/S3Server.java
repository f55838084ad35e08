package com.globant.hiring.spark;

import com.globant.hiring.embedded.EmbeddedS3;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * The embedded S3 server in a process of its own, since its libraries are not those of Spark. Their
 * class path is in a file that the build of the server writes.
 */
final class S3Server implements AutoCloseable {
  private static final String BUCKET = "history";
  private static final Path CLASS_PATH =
      Path.of("..", "..", "..", "local", "servers", "target", "servers.class-path");

  private final Process process;
  private final String endpoint;
  private final String accessKey;
  private final String secretKey;

  private S3Server(Process process, BufferedReader out) throws IOException {
    this.process = process;
    this.endpoint = Objects.requireNonNull(out.readLine(), "the server has not started");
    this.accessKey = Objects.requireNonNull(out.readLine());
    this.secretKey = Objects.requireNonNull(out.readLine());
  }

  /** Runs in the process of the server until its input ends. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedS3 server = EmbeddedS3.start(Path.of(args[0]), BUCKET)) {
      System.out.println(server.endpoint());
      System.out.println(server.accessKey());
      System.out.println(server.secretKey());
      System.in.transferTo(System.out);
    }
  }

  static S3Server start(Path folder) throws IOException {
    String classPath =
        String.join(
            File.pathSeparator,
            Files.readString(CLASS_PATH).strip(),
            JobProcess.locationOf(EmbeddedS3.class).toString(),
            JobProcess.locationOf(S3Server.class).toString());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                S3Server.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new S3Server(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }

  /** Adds what clients of the server need. */
  void configure(Configuration settings) {
    settings.set("fs.s3a.endpoint", endpoint);
    settings.set("fs.s3a.endpoint.region", "us-east-1");
    settings.set("fs.s3a.path.style.access", "true");
    settings.set("fs.s3a.connection.ssl.enabled", "false");
    settings.set("fs.s3a.access.key", accessKey);
    settings.set("fs.s3a.secret.key", secretKey);
  }

  /** URI of a folder. */
  String folder(String name) {
    return "s3a://%s/%s/".formatted(BUCKET, name);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
