package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file while its rows are read: the body of a request, or one of the files of a source. Refusals
 * name a file of a source. Used by the load's thread.
 */
final class OpenFile implements AutoCloseable {
  private final @Nullable String name;
  private final LoadRequest request;
  private final Body.Opened opened;
  private final RawRows rows;
  private final FileStart start;
  private @Nullable RowRules rules;

  private OpenFile(
      @Nullable String name,
      LoadRequest request,
      Body.Opened opened,
      RawRows rows,
      FileStart start) {
    this.name = name;
    this.request = request;
    this.opened = opened;
    this.rows = rows;
    this.start = start;
  }

  /**
   * Opens the next file of a body and looks at its first bytes.
   *
   * @param name of a file of a source; null for the body of a request
   */
  static OpenFile nextOf(Body body, @Nullable String name, LoadRequest request, RowReader reader) {
    return named(
        name,
        () -> {
          Body.Opened opened = body.open();
          try {
            RawRows rows = reader.open(request.table(), request.delimiter(opened), opened);
            try {
              FileStart start = new FileStart(request, rows, request.header(opened));
              return new OpenFile(name, request, opened, rows, start);
            } catch (RuntimeException failure) {
              rows.close();
              throw failure;
            }
          } catch (IOException | RuntimeException failure) {
            opened.bytes().close();
            throw failure;
          }
        });
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T named(@Nullable String name, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException failure) {
      throw BodyInterrupted.by(failure);
    } catch (FileRefused refused) {
      throw name == null
          ? refused
          : new Refused(RefusalCode.of(refused.reason()), name + ": " + refused.detail(), refused);
    } catch (Refused refused) {
      throw name == null
          ? refused
          : new Refused(refused.code(), name + ": " + refused.detail(), refused);
    }
  }

  /** The next records, the header among them; empty at the end. */
  List<RawRow> next() {
    return named(name, rows::next);
  }

  /** The rows among records: all but the header. */
  List<RawRow> rowsAmong(List<RawRow> records) {
    return named(
        name,
        () -> {
          List<RawRow> among = new ArrayList<>(records.size());
          for (RawRow record : records) {
            if (!start.isHeader(record)) {
              among.add(record);
            }
          }
          return among;
        });
  }

  /** The rules of its rows; known once the first record was seen, which may be a header. */
  RowRules rules(Map<ForeignKey, KeySet> references) {
    RowRules known = rules;
    if (known == null) {
      known =
          new RowRules(
              request.table(),
              start.order(),
              request.missing(),
              references,
              rows.delimiter(),
              name);
      rules = known;
    }
    return known;
  }

  FileStart start() {
    return start;
  }

  boolean hasMemory() {
    return rows.hasMemory();
  }

  /** See {@link RawRows#settled}. */
  void settled() {
    rows.settled();
  }

  /** To be called when its batches are settled, or the load has failed. */
  @Override
  public void close() {
    rows.close();
    try {
      opened.bytes().close();
    } catch (IOException failure) {
      throw BodyInterrupted.by(failure);
    }
  }
}
