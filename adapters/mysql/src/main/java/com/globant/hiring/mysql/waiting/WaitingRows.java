package com.globant.hiring.mysql.waiting;

import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * Rows on disk, each of which can be read by itself. Not for several threads at once.
 *
 * <p>The operating system deletes the file when it is closed, as with {@link RowFile}.
 */
final class WaitingRows {
  /** The lengths of the two parts of a row. */
  private static final int HEAD = 2 * Integer.BYTES;

  /** So much is written and read at once. */
  private static final int BUFFER = 1 << 16;

  private final Table table;
  private final FileChannel file;
  private final RowText values = new RowText();
  private final RowText origin = new RowText();
  private final DataOutputStream out;

  /** A part of the file, from {@link #readFrom}. */
  private ByteBuffer read = ByteBuffer.allocate(0);

  private long readFrom;

  /** Bytes of all rows, of which the last ones may wait in a buffer. */
  private long written;

  /**
   * @param file empty; closed by {@link #close}
   */
  WaitingRows(Table table, FileChannel file) {
    this.table = table;
    this.file = file;
    this.out =
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
  }

  /**
   * Appends a row. Blocks.
   *
   * @return where it can be read
   */
  long add(Row row) {
    values.clear();
    origin.clear();
    values.add(row, table.columns().size());
    origin.addOrigin(row);
    ByteBuffer first = values.buffer();
    ByteBuffer second = origin.buffer();
    long at = written;
    try {
      out.writeInt(first.remaining());
      out.writeInt(second.remaining());
      out.write(first.array(), first.arrayOffset(), first.remaining());
      out.write(second.array(), second.arrayOffset(), second.remaining());
    } catch (IOException failure) {
      throw failed(failure);
    }
    written += HEAD + first.remaining() + second.remaining();
    return at;
  }

  /** Reads a row. Blocks. Faster if it is behind the one that was read before. */
  Row get(long at) {
    ByteBuffer head = bytes(at, HEAD);
    int first = head.getInt();
    int second = head.getInt();
    ByteBuffer both = bytes(at + HEAD, first + second);
    ByteBuffer ofValues = both.slice(0, first);
    return RowText.rows(table, ofValues, both.slice(first, second)).get(0);
  }

  private ByteBuffer bytes(long at, int length) {
    if (at < readFrom || at + length > readFrom + read.limit()) {
      fill(at, length);
    }
    return read.slice((int) (at - readFrom), length);
  }

  private void fill(long at, int length) {
    int size = (int) Math.min(Math.max(BUFFER, length), written - at);
    if (read.capacity() < size || read.capacity() > BUFFER) {
      read = ByteBuffer.allocate(Math.max(BUFFER, size));
    }
    read.clear().limit(size);
    readFrom = at;
    try {
      out.flush();
      while (read.hasRemaining()) {
        if (file.read(read, at + read.position()) < 0) {
          throw new IOException("A file of rows was cut");
        }
      }
    } catch (IOException failure) {
      read.limit(0);
      throw failed(failure);
    }
  }

  private static UncheckedIOException failed(IOException failure) {
    return new UncheckedIOException(
        "Rows that wait for others could not be kept in a file: " + failure.getMessage(), failure);
  }

  void close() {
    try {
      file.close();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }
}
