package com.globant.hiring.mysql;

import com.globant.hiring.application.LoadPlan;
import com.globant.hiring.domain.Row;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one load by LOAD DATA LOCAL, which costs the server less than INSERTs. Rows
 * that come while files are on their way go into the next one together.
 *
 * <p>LOCAL makes warnings of errors, so that rows are left out or cut without a word. Therefore a
 * file counts only where the server says that it has inserted every row, and has nothing to warn
 * of. Else it is undone as a whole, and the caller has to find out by statements what is wrong.
 *
 * <p>Used on the context of its sessions.
 */
final class FileInserts {
  /**
   * The text of as many rows as go into one file, about 10,000. More gain little, and are in memory
   * until the server has them.
   */
  private static final int FULL = 512 * 1024;

  /** So many files with rows that the server does not take as they are; then they are many. */
  private static final int MOST_UNDONE = 3;

  private final RowFiles files;
  private final LoadPlan plan;
  private final String into;
  private final boolean patient;
  private final int slots;
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Deque<Write> waiting = new ArrayDeque<>();
  private int waitingChars;
  private @Nullable Promise<Void> room;
  private @Nullable Promise<Void> idle;
  private int undone;
  private boolean stopped;

  /** A session and the file that it sends again and again. */
  private static final class Slot {
    private final Session session;
    private final RowText text = new RowText();
    private @Nullable Path file;
    private long limit;

    Slot(Session session) {
      this.session = session;
    }
  }

  private record Write(List<Row> rows, int chars, Promise<Boolean> inserted) {}

  /**
   * @param into the name of the table, with the columns of the one that is loaded
   * @param sessions that write side by side; a session may be given more than once, so that a file
   *     is written while it sends another
   * @param patient whether to wait until a file is full, or else {@link #flush} is called
   */
  FileInserts(RowFiles files, LoadPlan plan, String into, List<Session> sessions, boolean patient) {
    this.files = files;
    this.plan = plan;
    this.into = into;
    this.patient = patient;
    this.slots = sessions.size();
    sessions.forEach(session -> free.add(new Slot(session)));
  }

  /** Whether there is a point in {@link #insert}. */
  boolean areWorthwhile() {
    return undone < MOST_UNDONE && files.areSent();
  }

  /**
   * @return whether these rows were inserted; where not, none of them is
   */
  Future<Boolean> insert(List<Row> rows) {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    int chars = 0;
    for (Row row : rows) {
      chars += row.raw().length();
    }
    Write write = new Write(rows, chars, Promise.promise());
    waiting.add(write);
    waitingChars += chars;
    send();
    return write.inserted().future();
  }

  /** Completes when more rows may come. */
  Future<Void> room() {
    if (waitingChars < FULL) {
      return Future.succeededFuture();
    }
    if (room == null) {
      room = Promise.promise();
    }
    return room.future();
  }

  /** Sends what there is, however little. Completes when every insert has. */
  Future<Void> flush() {
    if (idle == null) {
      idle = Promise.promise();
    }
    Future<Void> flushed = idle.future();
    send();
    return flushed;
  }

  /** No statement is sent from now on. */
  void stop() {
    stopped = true;
    List<Write> dropped = List.copyOf(waiting);
    waiting.clear();
    waitingChars = 0;
    dropped.forEach(write -> write.inserted().complete(false));
    tell();
  }

  /**
   * To be called after {@link #stop}. Deletes the files when they are not used any more. Never
   * fails.
   */
  Future<Void> close() {
    return flush()
        .compose(
            nothing ->
                Future.join(
                        free.stream()
                            .map(
                                slot ->
                                    slot.file == null
                                        ? Future.<Void>succeededFuture()
                                        : files.delete(slot.file))
                            .toList())
                    .mapEmpty());
  }

  private void send() {
    while (!waiting.isEmpty()
        && !free.isEmpty()
        && (!patient || idle != null || waitingChars >= FULL)) {
      Slot slot = free.remove();
      List<Write> writes = next();
      send(slot, writes.stream().flatMap(write -> write.rows().stream()).toList())
          .onComplete(
              inserted -> {
                free.add(slot);
                writes.forEach(write -> write.inserted().handle(inserted));
                send();
              });
    }
    tell();
  }

  /** Takes what goes into one file. */
  private List<Write> next() {
    List<Write> writes = new ArrayList<>();
    for (int chars = 0; chars < FULL && !waiting.isEmpty(); ) {
      Write write = waiting.remove();
      writes.add(write);
      chars += write.chars();
      waitingChars -= write.chars();
    }
    return writes;
  }

  private void tell() {
    if (room != null && waitingChars < FULL) {
      Promise<Void> told = room;
      room = null;
      told.complete();
    }
    if (idle != null && waiting.isEmpty() && free.size() == slots) {
      Promise<Void> told = idle;
      idle = null;
      told.complete();
    }
  }

  private Future<Boolean> send(Slot slot, List<Row> rows) {
    return limit(slot)
        .compose(most -> written(slot, rows).map(bytes -> bytes < most))
        .compose(
            fits ->
                fits
                    ? files.turns().take(() -> load(slot, rows.size()))
                    : Future.succeededFuture(false))
        .onSuccess(inserted -> undone += inserted ? 0 : 1);
  }

  /** A server hangs up where it gets more at once, and the driver sends a file as a whole. */
  private static Future<Long> limit(Slot slot) {
    return slot.limit > 0
        ? Future.succeededFuture(slot.limit)
        : slot.session
            .query("SELECT @@max_allowed_packet")
            .map(most -> most.iterator().next().getLong(0))
            .onSuccess(most -> slot.limit = most);
  }

  /** How many bytes the rows are; too many where they could not be written. */
  private Future<Long> written(Slot slot, List<Row> rows) {
    Future<Path> file =
        slot.file != null
            ? Future.succeededFuture(slot.file)
            : files.create().onSuccess(made -> slot.file = made);
    return file.compose(made -> files.write(made, plan.table(), rows, slot.text))
        .recover(
            failure -> {
              files.giveUp(failure);
              return Future.succeededFuture(Long.MAX_VALUE);
            });
  }

  private Future<Boolean> load(Slot slot, int rows) {
    Path file = Objects.requireNonNull(slot.file);
    if (stopped) {
      return Future.succeededFuture(false);
    }
    return slot.session
        .load(Sql.loadFile(plan.schema(), plan.table(), into, file), file, rows)
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
