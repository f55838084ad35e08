package com.globant.hiring.mysql.schema;

import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BulkConnections;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at the start which limits of the server are lower than the settings need. */
final class ServerLimits {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLimits.class);

  private final int connections;

  ServerLimits(MySqlSettings settings) {
    this.connections =
        settings.loadConnections() + settings.reportConnections() + BulkConnections.COUNT;
  }

  void warn(Connection connection) throws SQLException {
    @Nullable String[] limits =
        JdbcServer.rows(
                connection, "SELECT @@GLOBAL.max_connections, @@SESSION.max_user_connections")
            .get(0);
    warn("max_connections", Long.parseLong(String.valueOf(limits[0])));
    warn("max_user_connections", Long.parseLong(String.valueOf(limits[1])));
  }

  private void warn(String limit, long most) {
    // 0 means no limit.
    if (most > 0 && most < connections) {
      LOG.warn(
          "This instance may need {} connections (database.pool_size, and {} for a large load), but the server allows {} ({}): loads and reports will wait for each other. Lower database.pool_size, or raise the limit; all instances share it",
          connections,
          BulkConnections.COUNT,
          most,
          limit);
    }
  }
}
