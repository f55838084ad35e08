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
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file while its rows are read: the body of a request, or one of the files of a source. Refusals
 * name a file of a source. Used by the load's thread.
 */
final class OpenFile implements AutoCloseable {
  /** Keys that ascend but for one row in so many are read and written in order. */
  private static final int ROWS_A_STEP_BACK = 10;

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
   * Opens a file and looks at its first bytes.
   *
   * @param opening opens it, such as {@link Body#open}
   * @param name of a file of a source; null for the body of a request
   */
  static OpenFile of(
      Reading<Body.Opened> opening, @Nullable String name, LoadRequest request, RowReader reader) {
    return named(
        name,
        () -> {
          Body.Opened opened = opening.read();
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

  /** What may fail as the stream of a file does. */
  interface Reading<T> {
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
            if (!start.takeHeader(record)) {
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

  /**
   * Whether the keys of the first rows ascend, but for a few. Rows that are refused do not count.
   * For a file that is read for this alone.
   *
   * @param key the position of the column, which is a whole number
   * @param batches how many are read at most
   */
  boolean keysAscend(int key, int batches) {
    Map<ForeignKey, KeySet> all = new HashMap<>();
    request.table().foreignKeys().forEach(reference -> all.put(reference, value -> true));
    long last = Long.MIN_VALUE;
    int accepted = 0;
    int stepsBack = 0;
    for (int i = 0; i < batches; i++) {
      List<RawRow> batch = next();
      if (batch.isEmpty()) {
        break;
      }
      List<RawRow> rows = rowsAmong(batch);
      for (RowOutcome outcome : rules(all).check(rows)) {
        if (outcome instanceof Row row && row.value(key) instanceof Number number) {
          accepted++;
          stepsBack += number.longValue() < last ? 1 : 0;
          last = number.longValue();
        }
      }
      settled();
    }
    return stepsBack <= accepted / ROWS_A_STEP_BACK;
  }

  FileStart start() {
    return start;
  }

  boolean tryBeginBatch() {
    return rows.tryBeginBatch();
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
