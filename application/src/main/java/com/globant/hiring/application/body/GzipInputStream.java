package com.globant.hiring.application.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks all members of a gzip file (RFC 1952) in constant memory. The stream of the JDK ends
 * after a member if no further bytes are available yet, and ignores what follows; other libraries
 * keep names and comments of any length in memory.
 *
 * <p>What is wrong with the file is a {@link ZipException} with a message for clients. Other
 * failures are those of the stream that is read.
 */
public final class GzipInputStream extends InputStream {
  /** Of one member: name, comment and extra field together. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  private static final int BUFFER_BYTES = 32 * 1024;
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);

  /** The checksum of the header of a member, then of its content. */
  private final CRC32 crc = new CRC32();

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private int headerBytes;
  private boolean inMember;
  private boolean begun;

  /**
   * @param in closed with this stream
   */
  public GzipInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Returns as soon as any bytes are available. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || open()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember(inflater.getRemaining());
      } else {
        feed();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException damaged) {
      ZipException failure = new ZipException("its compressed data is damaged");
      failure.initCause(damaged);
      throw failure;
    }
  }

  private void feed() throws IOException {
    if (!fill()) {
      throw cut();
    }
    inflater.setInput(buffer, 0, limit);
    position = limit;
  }

  /** Reads the header of the next member, if there is one. */
  private boolean open() throws IOException {
    if (position == limit && !fill()) {
      if (begun) {
        return false;
      }
      throw cut();
    }
    headerBytes = 0;
    crc.reset();
    if (header() != 0x1F || header() != 0x8B) {
      throw new ZipException(
          begun ? "something else follows its end" : "its first bytes are not those of gzip");
    }
    if (header() != DEFLATE) {
      throw new ZipException("it is compressed by another method than deflate");
    }
    int flags = header();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("its header has reserved flags");
    }
    skipHeader(6); // the time, the level and the system
    if ((flags & HAS_EXTRA) != 0) {
      skipHeader(header() | (header() << 8));
    }
    if ((flags & HAS_NAME) != 0) {
      skipHeaderText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipHeaderText();
    }
    if ((flags & HAS_HEADER_CRC) != 0) {
      long expected = crc.getValue() & 0xFFFF;
      require((header() | (header() << 8)) == expected);
    }
    begun = true;
    inMember = true;
    crc.reset();
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    position = limit;
    return true;
  }

  /** Checks the trailer of a member. */
  private void endMember(int unread) throws IOException {
    position = limit - unread;
    require(littleEndian() == crc.getValue());
    require(littleEndian() == (inflater.getBytesWritten() & 0xFFFFFFFFL));
    inMember = false;
  }

  private static void require(boolean matches) throws IOException {
    if (!matches) {
      throw new ZipException("a checksum does not match its content");
    }
  }

  private long littleEndian() throws IOException {
    return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
  }

  private void skipHeader(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      header();
    }
  }

  private void skipHeaderText() throws IOException {
    while (header() != 0) {
      // up to the zero at its end
    }
  }

  private int header() throws IOException {
    if (++headerBytes > MAX_HEADER_BYTES) {
      throw new ZipException("a header in it is longer than 64 KiB");
    }
    int value = next();
    crc.update(value);
    return value;
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw cut();
    }
    return buffer[position++] & 0xFF;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private static ZipException cut() {
    return new ZipException("it is cut off");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
