package com.globant.hiring.application.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Files on the heap. */
public final class InMemorySourceFiles implements SourceFiles {
  private final String allowed;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /**
   * @param allowed names of files that may be read begin like this
   */
  public InMemorySourceFiles(String allowed) {
    this.allowed = allowed;
  }

  public void put(String name, String content) {
    put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public void put(String name, byte[] content) {
    files.put(name, content);
  }

  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void requireAllowed(String source) {
    if (!source.startsWith(allowed)) {
      throw new Refused(RefusalCode.SOURCE_NOT_ALLOWED, source + " may not be read");
    }
  }

  @Override
  public List<SourceFile> find(String source) {
    requireAllowed(source);
    List<SourceFile> found =
        files.keySet().stream()
            .filter(name -> source.endsWith("/") ? name.startsWith(source) : name.equals(source))
            .map(name -> new SourceFile(name, bytes(name).length, version(name)))
            .sorted(
                Comparator.comparing(
                    file -> file.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
            .toList();
    if (found.isEmpty()) {
      throw new Refused(RefusalCode.SOURCE_NOT_FOUND, "nothing is at " + source);
    }
    return found;
  }

  private byte[] bytes(String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  private String version(String name) {
    return "v" + Arrays.hashCode(files.get(name));
  }

  @Override
  public InputStream open(SourceFile file) {
    CountDownLatch closed = new CountDownLatch(1);
    return new InputStream() {
      private final InputStream content = new ByteArrayInputStream(bytes(file.name()));

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (closed.getCount() == 0) {
          throw new IOException("the stream was closed");
        }
        if (!version(file.name()).equals(file.version())) {
          throw new Refused(RefusalCode.SOURCE_CHANGED, "it changed");
        }
        return content.read(target, offset, length);
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }
}
