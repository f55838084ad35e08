package com.globant.hiring.mysql.rows;

import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of several batches on disk: of each batch the text that the server gets, then what is
 * needed besides to read its rows again.
 *
 * <p>Not for several threads at once. The operating system deletes the file when it is closed, on
 * POSIX systems also if the process is killed.
 */
final class RowFile {
  /** Each thread keeps a buffer outside of the heap for its largest write. */
  private static final int PIECE = 1 << 16;

  private final FileChannel file;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private long end;
  private long textBytes;
  private int rows;

  /** Where the text of a batch is, and its origins after it. */
  private record Place(long start, int textLength, int originsLength) {}

  private RowFile(FileChannel file) {
    this.file = file;
  }

  /** Creates a file that only its owner can read. */
  static RowFile create(Path directory) throws IOException {
    return new RowFile(open(directory));
  }

  /** An empty file that only its owner can read, and that is deleted when it is closed. */
  static FileChannel open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return FileChannel.open(
        Files.createTempFile(directory, "rows-", ".tsv"),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /**
   * Appends a batch.
   *
   * @param values of its rows, by {@link RowText#add}
   * @param origins of its rows, by {@link RowText#addOrigin}
   */
  void append(Batch batch, ByteBuffer values, ByteBuffer origins) throws IOException {
    Place place = new Place(end, values.remaining(), origins.remaining());
    write(values);
    write(origins);
    batches.add(batch);
    places.add(place);
    textBytes += place.textLength;
    rows += batch.size();
  }

  private void write(ByteBuffer bytes) throws IOException {
    int limit = bytes.limit();
    while (bytes.position() < limit) {
      bytes.limit(Math.min(limit, bytes.position() + PIECE));
      end += file.write(bytes, end);
    }
  }

  List<Batch> batches() {
    return batches;
  }

  /** Bytes of the text that the server gets. */
  long textBytes() {
    return textBytes;
  }

  int rows() {
    return rows;
  }

  /** Reads the rows of a batch again. */
  List<Row> read(Table table, Batch batch) throws IOException {
    Place place = places.get(batches.indexOf(batch));
    ByteBuffer values = read(place.start, place.textLength);
    return RowText.rows(table, values, read(place.start + place.textLength, place.originsLength));
  }

  private ByteBuffer read(long start, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("A file of rows was cut");
      }
    }
    return bytes.flip();
  }

  /** The text of all batches, for the server. */
  ReadableByteChannel text() {
    return new Text();
  }

  /** Forgets all batches. New ones overwrite them: ext4 would flush a truncated file to disk. */
  void clear() {
    batches.clear();
    places.clear();
    end = 0;
    textBytes = 0;
    rows = 0;
  }

  void close() throws IOException {
    file.close();
  }

  private final class Text implements ReadableByteChannel {
    private int batch;
    private int position;

    @Override
    public int read(ByteBuffer into) throws IOException {
      while (batch < places.size() && position == places.get(batch).textLength) {
        batch++;
        position = 0;
      }
      if (batch == places.size()) {
        return -1;
      }
      Place current = places.get(batch);
      int most = Math.min(into.remaining(), current.textLength - position);
      ByteBuffer part = into.slice(into.position(), most);
      int read = file.read(part, current.start + position);
      if (read < 0) {
        throw new IOException("A file of rows was cut");
      }
      into.position(into.position() + read);
      position += read;
      return read;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() {
      // The file stays open for the next batches.
    }
  }
}
