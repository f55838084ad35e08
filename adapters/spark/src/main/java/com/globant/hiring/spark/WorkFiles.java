package com.globant.hiring.spark;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.spark.JobDescription.SourceObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files that a run reads and writes, in any file system that Hadoop knows. */
final class WorkFiles {
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
  static String text(Configuration settings, String uri) throws IOException {
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
  InputStream open(SourceObject object, long offset) throws IOException {
    Path path = new Path(object.uri());
    FileSystem system = path.getFileSystem(settings);
    requireUnchanged(object, system.getFileStatus(path));
    FSDataInputStream in = system.open(path);
    try {
      in.seek(offset);
      return new BufferedInputStream(in, 1 << 16);
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw failure;
    }
  }

  private static void requireUnchanged(SourceObject object, FileStatus now) {
    String etag = now instanceof EtagSource source ? source.getEtag() : null;
    boolean same =
        now.getLen() == object.size()
            && (object.etag() == null || etag == null || plain(etag).equals(plain(object.etag())));
    if (!same) {
      throw new Refused(
          RefusalCode.ABORTED,
          "%s has changed since the load began; load it again when nothing writes to it"
              .formatted(object.name()));
    }
  }

  private static String plain(String etag) {
    return etag.replace("\"", "");
  }

  /** Name in the folder of the run. */
  static String refused(int slice) {
    return REFUSED.formatted(slice);
  }

  /** Begins to write a file in the folder of the run. An older one of the name is replaced. */
  OutputStream create(String name) throws IOException {
    Path path = new Path(work + name);
    return path.getFileSystem(settings).create(path, true);
  }

  /** Does nothing if there is no such file. */
  void delete(String name) throws IOException {
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
