package com.globant.hiring.spark.slice;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDescription.SourceObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a slice in their order, accepted or refused by the rules. A batch of them is in
 * memory at a time. Refusals of the whole file name it.
 */
public final class SliceRows implements Iterator<RowOutcome>, Closeable {
  /** For one file: a batch, and the largest record. */
  private static final long MEMORY_BYTES =
      (16L << 20) + 2 * RowParser.bytesOfLargestRecord(RowParser.DEFAULT_FIELD_LIMIT);

  private final SourceObject object;
  private final FileHead head;
  private final Counted bytes;
  private final RawRows rows;
  private final @Nullable RowRules rules;
  private boolean headerAhead;
  private List<RowOutcome> batch = List.of();
  private int next;
  private boolean unsettled;

  private SliceRows(
      SourceObject object,
      FileHead head,
      Counted bytes,
      RawRows rows,
      @Nullable RowRules rules,
      boolean headerAhead) {
    this.object = object;
    this.head = head;
    this.bytes = bytes;
    this.rows = rows;
    this.rules = rules;
    this.headerAhead = headerAhead;
  }

  /**
   * @throws Refused if the file is refused as a whole
   */
  public static SliceRows open(Job job, Slice slice, Map<ForeignKey, KeySet> references)
      throws IOException {
    SourceObject object = job.description().objects().get(slice.object());
    try {
      return open(job, slice, object, references);
    } catch (FileRefused refused) {
      throw named(object, RefusalCode.of(refused.reason()), refused.detail(), refused);
    } catch (Refused refused) {
      throw named(object, refused.code(), refused.detail(), refused);
    }
  }

  private static SliceRows open(
      Job job, Slice slice, SourceObject object, Map<ForeignKey, KeySet> references)
      throws IOException {
    RowParser parser = parser();
    FileHead head = FileHead.of(job, parser, slice.object());
    InputStream stored = job.files().open(object, slice.start());
    try {
      Counted bytes =
          new Counted(
              slice.isFirst() && slice.isLast()
                  ? Content.unpacked(stored)
                  : new BoundedInput(stored, slice.bytes()));
      RawRows rows =
          slice.isFirst()
              ? FileHead.open(job, parser, bytes)
              : parser.csvSlice(
                  job.table(), bytes, head.delimiter(), slice.linesBefore(), slice.isLast());
      RowRules rules =
          head.rows()
              ? new RowRules(
                  job.table(),
                  head.start().order(),
                  job.request().missing(),
                  references,
                  head.delimiter())
              : null;
      boolean headerAhead = slice.isFirst() && head.start().headerSeen();
      return new SliceRows(object, head, bytes, rows, rules, headerAhead);
    } catch (IOException | RuntimeException failure) {
      stored.close();
      throw failure;
    }
  }

  static RowParser parser() {
    return new RowParser(RowParser.DEFAULT_FIELD_LIMIT, MEMORY_BYTES);
  }

  private static Refused named(
      SourceObject object, RefusalCode code, String detail, RuntimeException cause) {
    return detail.startsWith(object.name())
        ? new Refused(code, detail, cause)
        : new Refused(code, object.name() + ": " + detail, cause);
  }

  public FileHead head() {
    return head;
  }

  /** How many bytes were read, after unpacking. */
  public long bytes() {
    return bytes.count;
  }

  @Override
  public boolean hasNext() {
    while (next == batch.size()) {
      if (!readBatch()) {
        return false;
      }
    }
    return true;
  }

  private boolean readBatch() {
    try {
      settle();
      List<RawRow> records = rows.next();
      if (records.isEmpty()) {
        return false;
      }
      unsettled = true;
      List<RawRow> among = headerAhead ? records.subList(1, records.size()) : records;
      headerAhead = false;
      batch = among.isEmpty() || rules == null ? List.of() : rules.check(among);
      next = 0;
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + object.uri(), failure);
    } catch (FileRefused refused) {
      throw named(object, RefusalCode.of(refused.reason()), refused.detail(), refused);
    } catch (Refused refused) {
      throw named(object, refused.code(), refused.detail(), refused);
    }
  }

  private void settle() {
    if (unsettled) {
      batch = List.of();
      next = 0;
      rows.settled();
      unsettled = false;
    }
  }

  @Override
  public RowOutcome next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.get(next++);
  }

  @Override
  public void close() throws IOException {
    rows.close();
    bytes.close();
  }

  private static final class Counted extends BodyStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    protected void onBytes(byte[] read, int offset, int length) {
      count += length;
    }
  }

  /** The first bytes of a stream. */
  private static final class BoundedInput extends BodyStream {
    private long left;

    BoundedInput(InputStream in, long bytes) {
      super(in);
      this.left = bytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = super.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
