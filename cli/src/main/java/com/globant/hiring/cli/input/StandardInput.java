package com.globant.hiring.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Standard input in a temporary file, so that it can be sent again. The file goes with the process,
 * also if that is killed (except on Windows).
 */
public final class StandardInput implements AutoCloseable {
  private final FileChannel file;
  private final long size;
  private final String digest;

  private StandardInput(FileChannel file, long size, String digest) {
    this.file = file;
    this.size = size;
    this.digest = digest;
  }

  /** Reads the stream to its end. */
  public static StandardInput read(InputStream in) {
    try {
      Path path = Files.createTempFile("hiring", ".csv");
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      }
      return new StandardInput(file, file.size(), HexFormat.of().formatHex(sha256.digest()));
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "cannot copy standard input to a temporary file: " + failure, failure);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public long size() {
    return size;
  }

  /** The SHA-256 of the content. */
  public String digest() {
    return digest;
  }

  /** All of it from the beginning. */
  public InputStream open() {
    return new InputStream() {
      private long position;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = file.read(ByteBuffer.wrap(bytes, offset, length), position);
        position += Math.max(0, read);
        return read;
      }
    };
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      // The file is temporary, and was only read.
    }
  }
}
