package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.ForeignKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A load whose rows the service writes. */
public interface LoadTransaction extends BegunLoad {

  /**
   * Writes rows, in their order. Called on the load's thread, which it may block: when it returns,
   * the rows are on disk, or at most a few batches of them in memory.
   *
   * <p>May be called again before the last stage has completed. Writes overlap, with the same
   * outcome as one after the other. The caller limits them to 128, and should use as many as it has
   * rows for. The stages complete even if no further write follows.
   *
   * <p>Rows that reference rows of the loaded table which are not known yet are kept back, and are
   * in no result: see {@link #nextWaiting}.
   *
   * <p>Fails with {@link Refused} if the database is not reachable or another load holds the same
   * keys. The load can then only be rolled back.
   */
  CompletionStage<Written> write(List<Row> batch);

  /**
   * What each foreign key to another table may reference. The rows of the keys that are found are
   * locked until the end. Used by the load's thread, which may have to wait.
   */
  Map<ForeignKey, KeySet> references();

  /**
   * The next rows that {@link #write} has kept back because they reference rows of the loaded table
   * that were not known. Called on the load's thread, which may have to wait, after the last rows
   * of the file were written, until there are none.
   *
   * @return rows to be written, and refusals of rows whose reference does not exist. A row comes
   *     after the rows that it references, except if these reference it in turn; else they are in
   *     the order of the file, refusals at the end. Empty if there are no more.
   */
  List<RowOutcome> nextWaiting();
}
