package com.globant.hiring.http;

import java.time.Duration;
import java.util.List;

/** Builds settings: by default a free port, no authentication, and limits that no test reaches. */
public final class TestSettings {
  private String address = "127.0.0.1";
  private HttpSettings.Access access = new HttpSettings.Anonymous();
  private List<String> origins = List.of();
  private HttpSettings.ConnectionLimits connections =
      new HttpSettings.ConnectionLimits(1000, 1000, Duration.ofMinutes(1), Duration.ofSeconds(10));
  private HttpSettings.StreamLimits streams =
      new HttpSettings.StreamLimits(1000, 100, Duration.ofMinutes(1));
  private HttpSettings.BodyLimits body = bodyLimits(1_000_000, 200);
  private int maxLoads = 4;

  /** Limits on size, and none on time that a test reaches. */
  public static HttpSettings.BodyLimits bodyLimits(long maxBytes, int maxExpansion) {
    return new HttpSettings.BodyLimits(
        maxBytes,
        maxExpansion,
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        new HttpSettings.MinimumRate(0, Duration.ofMinutes(1)),
        512 * 1024);
  }

  TestSettings address(String address) {
    this.address = address;
    return this;
  }

  TestSettings access(HttpSettings.Access access) {
    this.access = access;
    return this;
  }

  TestSettings origins(List<String> origins) {
    this.origins = origins;
    return this;
  }

  TestSettings connections(HttpSettings.ConnectionLimits connections) {
    this.connections = connections;
    return this;
  }

  TestSettings streams(HttpSettings.StreamLimits streams) {
    this.streams = streams;
    return this;
  }

  TestSettings maxBytes(long maxBytes) {
    this.body = bodyLimits(maxBytes, 200);
    return this;
  }

  /** In total and of one caller. */
  TestSettings maxLoads(int maxLoads) {
    this.maxLoads = maxLoads;
    return this;
  }

  HttpSettings build() {
    return new HttpSettings(
        address, 0, access, origins, connections, streams, body, maxLoads, maxLoads);
  }
}
