package com.globant.hiring.spark.job;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.spark.job.JobDescription.SourceObject;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The files that a run reads and writes, in any file system that Hadoop knows. */
public final class WorkFiles {
  private static final String REFUSED = "refused/part-%05d.csv";

  private final Configuration settings;
  private final String work;

  /**
   * @param work URI of the folder of the run, with a slash at its end
   */
  WorkFiles(Configuration settings, String work) {
    this.settings = settings;
    this.work = work;
  }

  /** Reads a small text. */
  public static String text(Configuration settings, String uri) throws IOException {
    Path path = new Path(uri);
    try (InputStream in = path.getFileSystem(settings).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Opens an object as it is stored.
   *
   * @param offset of the first byte that is read
   * @throws Refused if it is not what it was when the load began
   */
  public InputStream open(SourceObject object, long offset) throws IOException {
    Path path = new Path(object.uri());
    FileSystem system = path.getFileSystem(settings);
    try {
      FileStatus now = system.getFileStatus(path);
      requireUnchanged(object, now);
      // With the status, S3A asks the store for this version of the object.
      FSDataInputStream in = get(system.openFile(path).withFileStatus(now).build());
      try {
        in.seek(offset);
        return new SourceStream(object, in);
      } catch (IOException | RuntimeException failure) {
        in.close();
        throw failure;
      }
    } catch (FileNotFoundException deleted) {
      throw changed(object, "deleted", deleted);
    }
  }

  private static FSDataInputStream get(CompletableFuture<FSDataInputStream> opened)
      throws IOException {
    try {
      return opened.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  private static void requireUnchanged(SourceObject object, FileStatus now) {
    String etag = now instanceof EtagSource source ? source.getEtag() : null;
    boolean same =
        now.getLen() == object.size()
            && (object.etag() == null || etag == null || plain(etag).equals(plain(object.etag())));
    if (!same) {
      throw changed(object, "replaced", null);
    }
  }

  /** As the service says it. */
  private static Refused changed(SourceObject object, String how, @Nullable Throwable cause) {
    return new Refused(
        RefusalCode.SOURCE_CHANGED,
        "%s: it was %s since this load began; load the source again when its objects do not change"
            .formatted(object.name(), how),
        cause);
  }

  /** Recognises an object that is replaced or deleted while it is read. */
  private static final class SourceStream extends BufferedInputStream {
    private final SourceObject object;

    SourceStream(SourceObject object, InputStream in) {
      super(in, 1 << 16);
      this.object = object;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (FileNotFoundException deleted) {
        throw changed(object, "deleted", deleted);
      } catch (IOException failure) {
        // A class of S3A, which not every cluster has.
        if (failure.getClass().getSimpleName().equals("RemoteFileChangedException")) {
          throw changed(object, "replaced", failure);
        }
        throw failure;
      }
    }
  }

  private static String plain(String etag) {
    return etag.replace("\"", "");
  }

  /** Name in the folder of the run. */
  public static String refused(int slice) {
    return REFUSED.formatted(slice);
  }

  /** Begins to write a file in the folder of the run. An older one of the name is replaced. */
  public OutputStream create(String name) throws IOException {
    Path path = new Path(work + name);
    return path.getFileSystem(settings).create(path, true);
  }

  /** Does nothing if there is no such file. */
  public void delete(String name) throws IOException {
    Path path = new Path(work + name);
    FileSystem system = path.getFileSystem(settings);
    if (system.exists(path)) {
      system.delete(path, false);
    }
  }

  @Override
  public String toString() {
    return Objects.toString(work);
  }
}
