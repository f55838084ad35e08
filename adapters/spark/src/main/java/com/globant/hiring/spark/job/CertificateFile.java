package com.globant.hiring.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Certificates in a temporary file, since Connector/J takes large ones from files only. All
 * connections of a JVM share it; it is deleted with the JVM.
 */
final class CertificateFile {
  private static final Map<String, Path> FILES = new HashMap<>();

  private CertificateFile() {}

  static synchronized Path of(String certificates) throws IOException {
    Path known = FILES.get(certificates);
    if (known == null) {
      known = Files.writeString(Files.createTempFile("authorities", ".pem"), certificates);
      known.toFile().deleteOnExit();
      FILES.put(certificates, known);
    }
    return known;
  }
}
