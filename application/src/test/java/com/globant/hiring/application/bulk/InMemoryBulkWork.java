package com.globant.hiring.application.bulk;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Folders of jobs on the heap. */
public final class InMemoryBulkWork implements BulkWork {
  private final Map<String, BulkDescription> descriptions = new ConcurrentHashMap<>();
  private final Map<String, BulkResult> results = new ConcurrentHashMap<>();
  private final Map<String, String> files = new ConcurrentHashMap<>();

  @Override
  public URI describe(BulkDescription description) {
    descriptions.put(description.loadId(), description);
    return URI.create("memory:/" + description.loadId() + "/description.json");
  }

  /** What a job would read. */
  public BulkDescription description(URI uri) {
    return Objects.requireNonNull(descriptions.get(uri.getPath().split("/", 3)[1]));
  }

  /** What a job does at its end. */
  public void end(String loadId, BulkResult result) {
    results.put(loadId, result);
  }

  /** Writes a file of refused rows. */
  public void refused(String loadId, String name, String csv) {
    files.put(loadId + "/" + name, csv);
  }

  @Override
  public Optional<BulkResult> result(String loadId) {
    return Optional.ofNullable(results.get(loadId));
  }

  @Override
  public InputStream refused(String loadId, String name) {
    return new ByteArrayInputStream(
        Objects.requireNonNull(files.get(loadId + "/" + name)).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void delete(String loadId) {
    descriptions.remove(loadId);
    results.remove(loadId);
    files.keySet().removeIf(name -> name.startsWith(loadId + "/"));
  }

  /** Whether no folder has anything. */
  public boolean isEmpty() {
    return descriptions.isEmpty() && results.isEmpty() && files.isEmpty();
  }
}
