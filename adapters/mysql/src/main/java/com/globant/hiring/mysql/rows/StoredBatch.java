package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.BiFunction;

/** A batch in a {@link RowFile}, and what to do with its rows if the server refuses the file. */
final class StoredBatch {
  private final int rows;
  private final BiFunction<Session, List<Row>, Future<Void>> byStatements;
  private final Promise<Boolean> done = Promise.promise();
  private long start;
  private int textLength;
  private int originsLength;

  StoredBatch(int rows, BiFunction<Session, List<Row>, Future<Void>> byStatements) {
    this.rows = rows;
    this.byStatements = byStatements;
  }

  void storedAt(long position, int text, int origins) {
    start = position;
    textLength = text;
    originsLength = origins;
  }

  long start() {
    return start;
  }

  int textLength() {
    return textLength;
  }

  int originsLength() {
    return originsLength;
  }

  int rows() {
    return rows;
  }

  Future<Void> byStatements(Session session, List<Row> read) {
    return byStatements.apply(session, read);
  }

  /** Completed with true if the file was loaded, with false after {@link #byStatements}. */
  Promise<Boolean> done() {
    return done;
  }
}
