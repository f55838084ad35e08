package com.globant.hiring.spark.write;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDatabase;
import com.globant.hiring.spark.job.RunCancelled;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Writes parts, each in one transaction and exactly once: its row in {@code load_parts} comes
 * first, so that another attempt at the same part waits for the end of this one and finds it done.
 */
public final class PartWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartWriter.class);
  private static final int DUPLICATE_ENTRY = 1062;

  private final String loadId;
  private final JobDatabase database;
  private final Connection connection;
  private final String load;

  PartWriter(Job job) throws SQLException {
    Table table = job.table();
    this.loadId = job.description().loadId();
    this.database = job.database();
    this.load =
        "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4 (%s)"
            .formatted(
                database.table(Objects.requireNonNull(job.description().target())),
                JobDatabase.columns(table.columnNames()));
    this.connection = database.connect();
  }

  /**
   * Writes the next rows as a part. If the part was written before, passes over them.
   *
   * @param rows with their keys, as {@link SliceOutput} gives them
   * @param most rows that the part has at most
   */
  void write(int part, Iterator<Tuple2<Long, byte[]>> rows, long most) throws SQLException {
    PartStream stream = new PartStream(rows, most);
    try {
      if (begin(part)) {
        load(stream);
        end(part, stream);
        connection.commit();
      } else {
        connection.rollback();
        LOG.info("Part {} of load {} was written before", part, loadId);
        stream.drain();
      }
    } catch (SQLException | RuntimeException failure) {
      // What the rows fail with says more than what the driver makes of it.
      RuntimeException ofRows = stream.failure();
      if (ofRows != null) {
        throw ofRows;
      }
      throw failure;
    }
  }

  /** Whether the part is not written yet. */
  private boolean begin(int part) throws SQLException {
    try (PreparedStatement run =
            connection.prepareStatement(
                "SELECT 1 FROM %s WHERE load_id = ? LOCK IN SHARE MODE"
                    .formatted(database.serviceTable("bulk_runs")));
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO %s (load_id, part, rows_inserted, rows_incomplete) VALUES (?, ?, 0, 0)"
                    .formatted(database.serviceTable("load_parts")))) {
      run.setString(1, loadId);
      try (ResultSet found = run.executeQuery()) {
        if (!found.next()) {
          throw new RunCancelled(loadId);
        }
      }
      insert.setString(1, loadId);
      insert.setInt(2, part);
      insert.executeUpdate();
      return true;
    } catch (SQLException failure) {
      if (failure.getErrorCode() == DUPLICATE_ENTRY) {
        return false;
      }
      throw failure;
    }
  }

  private void load(PartStream stream) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(stream);
      long loaded = statement.executeLargeUpdate(load);
      RuntimeException ofRows = stream.failure();
      if (ofRows != null) {
        throw ofRows;
      }
      String warning = firstWarning(statement);
      if (loaded != stream.rows() || warning != null) {
        throw new IllegalStateException(
            "The table took %d of %d rows as they are, and says: %s; its keys or columns are not those of the definition, so this load cannot run on Spark"
                .formatted(loaded, stream.rows(), warning));
      }
    }
  }

  /** With LOCAL, the server turns errors into warnings, and skips or cuts rows. */
  private static @Nullable String firstWarning(Statement statement) throws SQLException {
    try (ResultSet warnings = statement.executeQuery("SHOW WARNINGS LIMIT 1")) {
      return warnings.next() ? warnings.getString("Message") : null;
    }
  }

  private void end(int part, PartStream stream) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE %s SET rows_inserted = ?, rows_incomplete = ?, cells = ? WHERE load_id = ? AND part = ?"
                .formatted(database.serviceTable("load_parts")))) {
      update.setLong(1, stream.rows());
      update.setLong(2, stream.incomplete());
      update.setString(3, stream.hires().groups().isEmpty() ? null : stream.hires().text());
      update.setString(4, loadId);
      update.setInt(5, part);
      update.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The text of rows, made while the driver reads it. */
  private static final class PartStream extends InputStream {
    private final Iterator<Tuple2<Long, byte[]>> source;
    private final long most;
    private final HireCounts hires = new HireCounts();
    private byte[] row = new byte[0];
    private int position;
    private long rows;
    private long incomplete;
    private @Nullable RuntimeException failure;

    PartStream(Iterator<Tuple2<Long, byte[]>> source, long most) {
      this.source = source;
      this.most = most;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Fills what it is given, since each call may become a packet. */
    @Override
    public int read(byte[] target, int offset, int length) {
      int filled = 0;
      while (filled < length && (position < row.length || nextRow())) {
        int count = Math.min(length - filled, row.length - position);
        System.arraycopy(row, position, target, offset + filled, count);
        position += count;
        filled += count;
      }
      return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean nextRow() {
      try {
        if (rows == most || !source.hasNext()) {
          return false;
        }
        row = source.next()._2();
      } catch (RuntimeException broken) {
        failure = broken;
        throw broken;
      }
      position = RowBytes.line(row);
      rows++;
      incomplete += RowBytes.isIncomplete(row) ? 1 : 0;
      hires.add(RowBytes.hire(row));
      return true;
    }

    void drain() {
      while (nextRow()) {
        position = row.length;
      }
    }

    long rows() {
      return rows;
    }

    long incomplete() {
      return incomplete;
    }

    HireCounts hires() {
      return hires;
    }

    @Nullable RuntimeException failure() {
      return failure;
    }
  }
}
