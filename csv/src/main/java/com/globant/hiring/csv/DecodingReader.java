package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Undecodable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes bytes. Each byte that cannot be decoded becomes its {@link Undecodable} character, so
 * that its row can be refused and the byte be shown. Drops one byte order mark at the beginning of
 * a file.
 *
 * <p>Decodes blocks of one size, except for the last, however the bytes arrive. So the result
 * depends on the bytes only.
 */
final class DecodingReader extends Reader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int NONE = -1;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes;
  private boolean atStart;
  private boolean inputEnded;
  private boolean ended;

  /** How many of the next bytes cannot be decoded. */
  private int undecodable;

  /** A decoded character that had no room, such as the second half of a surrogate pair. */
  private int kept = NONE;

  /**
   * @param blockSize bytes that are read from {@code in} at once
   * @param wholeFile whether the bytes begin where their file does
   */
  DecodingReader(InputStream in, Charset charset, int blockSize, boolean wholeFile) {
    this.in = in;
    this.atStart = wholeFile;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.bytes = ByteBuffer.allocate(blockSize).limit(0);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (kept != NONE) {
      target[offset] = (char) kept;
      kept = NONE;
      return 1;
    }
    if (length == 1) {
      return readOne(target, offset);
    }
    while (true) {
      int count = decode(CharBuffer.wrap(target, offset, length));
      if (count < 0) {
        return -1;
      }
      if (atStart && count > 0) {
        atStart = false;
        if (target[offset] == BYTE_ORDER_MARK) {
          count--;
          System.arraycopy(target, offset + 1, target, offset, count);
        }
      }
      if (count > 0) {
        return count;
      }
    }
  }

  private int readOne(char[] target, int offset) throws IOException {
    char[] pair = new char[2];
    int count = read(pair, 0, 2);
    if (count > 0) {
      target[offset] = pair[0];
    }
    if (count == 2) {
      kept = pair[1];
    }
    return Math.min(count, 1);
  }

  /** Decodes at least one character; -1 at the end. */
  private int decode(CharBuffer chars) throws IOException {
    int start = chars.position();
    while (!ended && chars.hasRemaining()) {
      if (undecodable > 0) {
        chars.put(Undecodable.of(bytes.get()));
        undecodable--;
        continue;
      }
      CoderResult result = decoder.decode(bytes, chars, inputEnded);
      if (result.isError()) {
        undecodable = result.length();
      } else if (result.isOverflow()) {
        break;
      } else if (inputEnded) {
        ended = decoder.flush(chars).isUnderflow();
        break;
      } else if (chars.position() > start) {
        break;
      } else {
        fill();
      }
    }
    int count = chars.position() - start;
    return count == 0 && ended ? -1 : count;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
    inputEnded = count < bytes.remaining();
    bytes.position(bytes.position() + count);
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
