package com.globant.hiring.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.application.file.CsvFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** Uploads a file in a JVM that could not hold it. */
final class LargeUpload {
  private LargeUpload() {}

  /** Lines of which every 4096th has its number, so that swapped parts are noticed. */
  static Path write(Path file, long bytes) throws IOException {
    byte[] block = "14 characters.\r\n".repeat(4096).getBytes(UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; written += block.length) {
        byte[] position = "%014d".formatted(written).getBytes(UTF_8);
        System.arraycopy(position, 0, block, 0, position.length);
        out.write(block);
      }
    }
    return file;
  }

  static URI inSmallJvm(S3Settings settings, Path file) throws Exception {
    S3Settings.Keys keys = settings.credentials();
    if (keys == null) {
      throw new IllegalArgumentException("The other JVM has no environment");
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeUpload.class.getName(),
                settings.bucket(),
                String.valueOf(settings.endpoint()),
                keys.accessKey(),
                keys.secretKey(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The upload ended with " + process.exitValue());
    }
    return URI.create(printed);
  }

  /** What the small JVM does: prints the URL. */
  public static void main(String[] args) throws Exception {
    S3Settings settings =
        new S3Settings(
            args[0],
            null,
            URI.create(args[1]),
            new S3Settings.Keys(args[2], args[3]),
            null,
            "",
            EmbeddedStore.EXPIRY,
            S3Settings.DEFAULT_SILENCE);
    Path path = Path.of(args[4]);
    CsvFile file = new CsvFile(path, Files.size(path), sha256(path), 0);
    try (S3Adapter adapter = S3Adapter.open(settings, Clock.systemUTC())) {
      System.out.println(
          adapter
              .reportStore()
              .put("rejects/" + path.getFileName(), "rejects.csv", file)
              .toCompletableFuture()
              .get(5, TimeUnit.MINUTES)
              .url());
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  static String sha256(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has it", e);
    }
  }
}
