package com.globant.hiring.http.body;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.http.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a request names as its source: CSV, which is unpacked if its first bytes show that
 * it is compressed.
 */
public final class SourceBody implements Body {
  /** What messages call it. They begin with its name. */
  private static final String FILE = "the file";

  private final SourceFiles sources;
  private final String source;
  private final HttpSettings.BodyLimits limits;
  private final Queue<SourceFile> unread = new ArrayDeque<>();
  private Runnable begun = () -> {};
  private long storedBytes = Long.MAX_VALUE;
  private @Nullable InputStream current;
  private boolean abandoned;

  public SourceBody(SourceFiles sources, String source, HttpSettings.BodyLimits limits) {
    this.sources = sources;
    this.source = source;
    this.limits = limits;
  }

  /** Sets what is done when the load has begun, once. */
  public void whenBegun(Runnable action) {
    begun = action;
  }

  @Override
  public void begun() {
    begun.run();
  }

  @Override
  public List<SourceFile> find() {
    List<SourceFile> found = sources.find(source);
    unread.addAll(found);
    storedBytes = found.stream().mapToLong(SourceFile::bytes).sum();
    return found;
  }

  @Override
  public long expectedBytes() {
    return storedBytes;
  }

  @Override
  public Opened open() throws IOException {
    return look(unread.remove());
  }

  @Override
  public Opened look(SourceFile file) throws IOException {
    BoundedInputStream stored = BoundedInputStream.builder().setInputStream(opened(file)).get();
    InputStream content =
        new LimitedInputStream(
            ContentCoding.find(stored).decoded(FILE), limits, stored::getCount, FILE);
    return new Opened(content, BodyFormat.CSV, null, null, null);
  }

  private synchronized InputStream opened(SourceFile file) throws IOException {
    if (abandoned) {
      throw new IOException("the load may not go on");
    }
    InputStream opened = sources.open(file);
    current = opened;
    return opened;
  }

  @Override
  public synchronized void abandon() {
    abandoned = true;
    if (current != null) {
      try {
        current.close();
      } catch (IOException alreadyBroken) {
        // Its reader fails.
      }
    }
  }
}
