package com.globant.hiring.mysql.rows;

import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Storage;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.LocalTime;

/** Values of keys between the driver and the Java types of {@link ColumnType}. */
final class KeyValues {
  private KeyValues() {}

  /**
   * @param position from 0, of a column of the row that is not NULL
   */
  static Object read(Row row, int position, Storage.Kind kind) {
    return switch (kind) {
      case SMALLINT, INT -> row.getInteger(position);
      case BIGINT -> row.getLong(position);
      case DECIMAL -> row.getBigDecimal(position);
      case DOUBLE -> row.getDouble(position);
      case BOOLEAN -> row.getBoolean(position);
      case CHAR, VARCHAR -> row.getString(position);
      case DATE -> row.getLocalDate(position);
      case TIME -> LocalTime.MIDNIGHT.plus(row.get(Duration.class, position));
      case DATETIME -> row.getLocalDateTime(position);
      case TEXT, JSON -> throw new IllegalArgumentException(kind + " cannot be part of a key");
    };
  }
}
