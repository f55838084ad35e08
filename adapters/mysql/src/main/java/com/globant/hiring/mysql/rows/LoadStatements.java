package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.keys.SqlValues;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the statements of one load, until one of them fails. A load with a failed statement must
 * not be committed. Conflicts are no failures.
 *
 * <p>Used on the context of the load's sessions.
 */
final class LoadStatements {
  /** Longer statements cost the server more for each row, shorter ones more for each statement. */
  static final int ROWS_A_STATEMENT = 100;

  private final boolean inOrder;
  private @Nullable Throwable failure;

  /**
   * @param inOrder whether a statement about rows is sent only after the one before was answered
   */
  LoadStatements(boolean inOrder) {
    this.inOrder = inOrder;
  }

  /** What has failed, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** No statement is sent from now on, not even to repair one that is under way. */
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  <T> Future<T> unlessFailed(Supplier<Future<T>> statement) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    return statement
        .get()
        .onFailure(
            refusal -> {
              if (!DatabaseFailures.isDuplicateKey(refusal)) {
                fail(refusal);
              }
            });
  }

  /**
   * Executes a statement whose parameters are values of rows, row by row.
   *
   * @param columns positions of the values in each row
   */
  Future<Void> execute(Session session, String sql, List<Row> rows, int[] columns) {
    Object[] values = new Object[rows.size() * columns.length];
    int at = 0;
    for (Row row : rows) {
      for (int column : columns) {
        values[at++] = SqlValues.parameter(row.value(column));
      }
    }
    return unlessFailed(() -> session.execute(sql, Tuple.wrap(values)).mapEmpty());
  }

  /** Cuts rows into statements of about the same size, so that there are few sizes to prepare. */
  Future<Void> cut(List<Row> rows, Function<List<Row>, Future<Void>> statement) {
    int statements = (rows.size() + ROWS_A_STATEMENT - 1) / ROWS_A_STATEMENT;
    Future<Void> before = Future.succeededFuture();
    List<Future<Void>> sent = new ArrayList<>(statements);
    for (int i = 0; i < statements; i++) {
      List<Row> some =
          rows.subList(i * rows.size() / statements, (i + 1) * rows.size() / statements);
      before = inOrder ? before.compose(nothing -> statement.apply(some)) : statement.apply(some);
      sent.add(before);
    }
    return Future.all(sent).mapEmpty();
  }
}
