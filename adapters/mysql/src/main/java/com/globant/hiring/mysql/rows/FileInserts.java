package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one load by LOAD DATA LOCAL, which costs the server less than INSERTs. Rows
 * that come while files are on their way go into the next one, which is written meanwhile.
 *
 * <p>LOCAL makes warnings of errors, so that rows are left out or cut without a word. Therefore a
 * file counts only where the server says that it has inserted every row, and has nothing to warn
 * of. Else it is undone as a whole, and the caller has to find out by statements what is wrong.
 *
 * <p>Used on the context of its sessions.
 */
public final class FileInserts {
  /**
   * The text of as many rows as go into one file, about 10,000. More gain little, and are in memory
   * until the server has them.
   */
  private static final int FULL = 512 * 1024;

  /** Less than this is not written before the file's turn, since each piece takes a worker. */
  private static final int SOME = FULL / 4;

  /** So many files with rows that the server does not take as they are; then they are many. */
  private static final int MOST_UNDONE = 3;

  private final RowFiles files;
  private final LoadPlan plan;
  private final String into;
  private final boolean patient;
  private final int connections;
  private final Deque<Session> free;
  private final Deque<Write> waiting = new ArrayDeque<>();
  private final Deque<Filled> unused = new ArrayDeque<>();
  private int waitingChars;
  private @Nullable Filled open;
  private Future<Void> filled = Future.succeededFuture();
  private boolean openIsNext;
  private @Nullable Promise<Void> room;
  private @Nullable Promise<Void> idle;
  private int undone;
  private boolean stopped;

  private record Write(List<Row> rows, int chars, Promise<Boolean> inserted) {}

  /** A file, used again and again, with the writes whose rows it has. */
  private static final class Filled {
    private final RowFile file = new RowFile();
    private final List<Write> writes = new ArrayList<>();

    int chars() {
      return writes.stream().mapToInt(Write::chars).sum();
    }

    int rows() {
      return writes.stream().mapToInt(write -> write.rows().size()).sum();
    }
  }

  /**
   * @param into the name of the table, with the columns of the one that is loaded
   * @param sessions that write side by side
   * @param patient whether to wait until a file is full, or else {@link #flush} is called
   */
  public FileInserts(
      RowFiles files, LoadPlan plan, String into, List<Session> sessions, boolean patient) {
    this.files = files;
    this.plan = plan;
    this.into = into;
    this.patient = patient;
    this.connections = sessions.size();
    this.free = new ArrayDeque<>(sessions);
  }

  /** Whether there is a point in {@link #insert}. */
  public boolean areWorthwhile() {
    return undone < MOST_UNDONE && files.areSent();
  }

  /** What files were undone for is not expected to be in those that come now. */
  void tryAgain() {
    undone = 0;
  }

  /**
   * @return whether these rows were inserted; where not, none of them is
   */
  public Future<Boolean> insert(List<Row> rows) {
    if (stopped || rows.isEmpty()) {
      return Future.succeededFuture(!stopped);
    }
    int chars = 0;
    for (Row row : rows) {
      chars += row.raw().length();
    }
    Write write = new Write(rows, chars, Promise.promise());
    waiting.add(write);
    waitingChars += chars;
    proceed();
    return write.inserted().future();
  }

  /** Completes when more rows may come. */
  public Future<Void> room() {
    if (waitingChars < FULL) {
      return Future.succeededFuture();
    }
    if (room == null) {
      room = Promise.promise();
    }
    return room.future();
  }

  /** Sends what there is, however little. Completes when every insert has. */
  public Future<Void> flush() {
    if (idle == null) {
      idle = Promise.promise();
    }
    Future<Void> flushed = idle.future();
    proceed();
    return flushed;
  }

  /** No statement is sent from now on. */
  public void stop() {
    stopped = true;
    List<Write> dropped = List.copyOf(waiting);
    waiting.clear();
    waitingChars = 0;
    dropped.forEach(write -> write.inserted().complete(false));
    proceed();
  }

  /**
   * To be called after {@link #stop}. Deletes the files when they are not used any more. Never
   * fails.
   */
  public Future<Void> close() {
    return flush()
        .compose(
            nothing ->
                Future.join(unused.stream().map(each -> files.delete(each.file)).toList())
                    .mapEmpty());
  }

  private void proceed() {
    if (isWorthIt(waitingChars)) {
      fill();
    }
    send();
    tell();
  }

  /**
   * Whether to begin with something now, rather than with more of it later. Whoever is not patient
   * has the rest written when it is the file's turn.
   */
  private boolean isWorthIt(int chars) {
    return idle != null || stopped || chars >= (patient ? FULL : SOME);
  }

  /** Writes what waits into the open file. */
  private void fill() {
    if (!filled.isComplete() || waiting.isEmpty()) {
      return;
    }
    if (open == null) {
      open = unused.isEmpty() ? new Filled() : unused.remove();
    }
    Filled filling = open;
    int chars = filling.chars();
    List<Row> rows = new ArrayList<>();
    while (chars < FULL && !waiting.isEmpty()) {
      Write write = waiting.remove();
      filling.writes.add(write);
      rows.addAll(write.rows());
      chars += write.chars();
      waitingChars -= write.chars();
    }
    if (!rows.isEmpty()) {
      filled = files.append(filling.file, plan.table(), rows);
      filled.onComplete(done -> proceed());
    }
  }

  /** Sends the open file when it is its turn, with all that has come until then. */
  private void send() {
    if (openIsNext || free.isEmpty() || !isThereSomethingToSend()) {
      return;
    }
    openIsNext = true;
    Session session = free.remove();
    files
        .limiter()
        .take(() -> sendOpen(session))
        .onComplete(
            done -> {
              free.add(session);
              proceed();
            });
  }

  private boolean isThereSomethingToSend() {
    return patient
        ? open != null && filled.isComplete() && isWorthIt(open.chars())
        : open != null || !waiting.isEmpty();
  }

  private Future<Void> sendOpen(Session session) {
    if (filled.isComplete() && !patient) {
      fill();
    }
    if (!filled.isComplete()) {
      return filled.compose(nothing -> sendOpen(session));
    }
    Filled sent = open;
    open = null;
    openIsNext = false;
    if (sent == null) {
      // What waited was dropped before its turn.
      return Future.succeededFuture();
    }
    Future<Boolean> inserted = load(session, sent);
    proceed();
    return inserted
        .onSuccess(all -> undone += all ? 0 : 1)
        .onComplete(
            result -> {
              List<Write> writes = List.copyOf(sent.writes);
              sent.writes.clear();
              sent.file.clear();
              unused.add(sent);
              writes.forEach(write -> write.inserted().handle(result));
            })
        .mapEmpty();
  }

  private void tell() {
    if (room != null && waitingChars < FULL) {
      Promise<Void> told = room;
      room = null;
      told.complete();
    }
    if (idle != null && waiting.isEmpty() && open == null && free.size() == connections) {
      Promise<Void> told = idle;
      idle = null;
      told.complete();
    }
  }

  private Future<Boolean> load(Session session, Filled sent) {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    return session
        .mostBytes()
        .compose(
            most ->
                sent.file.bytes() < most
                    ? load(session, sent.file, sent.rows())
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> load(Session session, RowFile file, int rows) {
    String statement = Sql.loadFile(plan.schema(), plan.table(), into, file.path());
    return session
        .load(statement, file.path(), rows)
        .recover(
            failure -> {
              if (!DatabaseFailures.areFilesRefused(failure)) {
                return Future.failedFuture(failure);
              }
              files.giveUp(failure);
              return Future.succeededFuture(false);
            });
  }
}
