package com.globant.hiring.spark.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a run has come, in the row that the service has inserted for it. */
public final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  private final String loadId;
  private final int files;
  private final JobDatabase database;

  public Progress(String loadId, int files, JobDatabase database) {
    this.loadId = loadId;
    this.files = files;
    this.database = database;
  }

  /**
   * Notes a phase.
   *
   * @param parts how many there will be, or null
   * @throws RunCancelled if the run is no longer wanted
   */
  public void phase(String phase, @Nullable Integer parts) throws SQLException {
    LOG.info("Load {} is {}", loadId, phase);
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE %s SET phase = ?, files = ?, parts = ?, updated_at = UTC_TIMESTAMP(6) WHERE load_id = ?"
                    .formatted(database.serviceTable("bulk_runs")))) {
      update.setString(1, phase);
      update.setInt(2, files);
      update.setObject(3, parts);
      update.setString(4, loadId);
      if (update.executeUpdate() == 0) {
        throw new RunCancelled(loadId);
      }
      connection.commit();
    }
  }

  /**
   * @throws IllegalStateException if other parts or rows were written than the plan says
   */
  public void requireWritten(int parts, long rows) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT COUNT(*), COALESCE(SUM(rows_inserted), 0) FROM %s WHERE load_id = ?"
                    .formatted(database.serviceTable("load_parts")))) {
      count.setString(1, loadId);
      try (ResultSet found = count.executeQuery()) {
        found.next();
        if (found.getInt(1) != parts || found.getLong(2) != rows) {
          throw new IllegalStateException(
              "Load %s has %d parts with %d rows in load_parts where %d with %d were planned"
                  .formatted(loadId, found.getInt(1), found.getLong(2), parts, rows));
        }
      }
    }
  }
}
