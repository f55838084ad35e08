package com.globant.hiring.mysql.record;

import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRecords.Admission;
import com.globant.hiring.application.record.LoadRecords.Admitted;
import com.globant.hiring.application.record.LoadRecords.Held;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.ShortTransaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collector;

/** Records loads before they begin, unless their idempotency keys belong to other loads. */
record MySqlAdmission(
    Connections connections,
    RecordSql sql,
    IdempotencyKeySql keys,
    DeadLoads deadLoads,
    Collector<Row, ?, List<LoadRecord>> recordsOf) {

  Future<Admission> of(LoadSubmission submission) {
    String key = submission.idempotencyKey();
    return ShortTransaction.run(
        connections,
        session -> key == null ? recorded(session, submission) : of(session, submission, key));
  }

  /**
   * The row of the key is locked, so requests with the same key are admitted one after the other.
   */
  private Future<Admission> of(Session session, LoadSubmission submission, String key) {
    Buffer hash = RecordColumns.keyHash(submission.client(), key);
    Tuple mine = Tuple.of(submission.loadId(), hash);
    return session
        .execute(keys.lock(LoadRecords.KEY_LIFETIME), Tuple.of(hash))
        .compose(
            known ->
                known.size() == 0
                    ? session
                        .execute(keys.insert(), mine)
                        .compose(isNew -> recorded(session, submission))
                    : holder(session, known.iterator().next())
                        .compose(
                            holder ->
                                holder.isPresent()
                                    ? Future.succeededFuture(new Held(holder.get()))
                                    : session
                                        .execute(keys.move(), mine)
                                        .compose(taken -> recorded(session, submission))));
  }

  /** The load that a key belongs to, or empty if the key may be used for another load. */
  private Future<Optional<LoadRecord>> holder(Session session, Row key) {
    if (key.getBoolean("expired")) {
      return Future.succeededFuture(Optional.empty());
    }
    String loadId = key.getString("load_id");
    return deadLoads
        .markAborted(session, loadId, DeadLoads.BEGINNING)
        .compose(buried -> session.collect(sql.find(), Tuple.of(loadId), recordsOf))
        .map(
            records ->
                records.stream()
                    .filter(
                        load -> load.status() == LoadStatus.RUNNING || load.status().isSuccess())
                    .findFirst());
  }

  private Future<Admission> recorded(Session session, LoadSubmission submission) {
    return session
        .execute(sql.insert(), RecordColumns.of(submission))
        .compose(recorded -> session.execute(sql.insertProgress(), Tuple.of(submission.loadId())))
        .map(new Admitted());
  }
}
