package com.globant.hiring.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Serves the credentials of a session, as AWS does for an instance with a role. */
final class InstanceRole implements AutoCloseable {
  private static final String TOKEN = "token-of-the-session";

  private final Instant end =
      Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
  private final HttpServer server;

  InstanceRole(String accessKey, String secretKey) throws IOException {
    byte[] credentials =
        """
        {"AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "%s", "Expiration": "%s"}"""
            .formatted(accessKey, secretKey, TOKEN, end)
            .getBytes(StandardCharsets.UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/credentials",
        exchange -> {
          exchange.sendResponseHeaders(200, credentials.length);
          exchange.getResponseBody().write(credentials);
          exchange.close();
        });
    server.start();
  }

  /** When the session ends. */
  Instant end() {
    return end;
  }

  /** Variables for the AWS SDK, which hide all other AWS configuration of this machine. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://127.0.0.1:%d/credentials".formatted(server.getAddress().getPort()),
        "AWS_EC2_METADATA_DISABLED",
        "true",
        "AWS_CONFIG_FILE",
        "none",
        "AWS_SHARED_CREDENTIALS_FILE",
        "none");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
