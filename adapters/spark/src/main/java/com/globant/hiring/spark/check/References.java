package com.globant.hiring.spark.check;

import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.job.Job;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The keys of other tables that rows may reference, on every executor. */
public final class References implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By the position of the foreign key in its table. */
  private final Broadcast<Map<Integer, Keys>> keys;

  private References(Broadcast<Map<Integer, Keys>> keys) {
    this.keys = keys;
  }

  /** Reads them from the database. */
  public static References read(JavaSparkContext spark, Job job) throws SQLException {
    Table table = job.table();
    Map<Integer, Keys> read = new HashMap<>();
    for (int i = 0; i < table.foreignKeys().size(); i++) {
      ForeignKey key = table.foreignKeys().get(i);
      if (!key.table().equals(table.name())) {
        Table referenced = table.referenced(key);
        Keys keys = new Keys();
        job.database().requireExact(referenced, key.referencedColumns());
        job.database().readKeys(referenced, key.referencedColumns(), keys::add);
        read.put(i, keys);
      }
    }
    return new References(spark.broadcast(read));
  }

  /** Of the rows of the loaded table. */
  public Map<ForeignKey, KeySet> of(Table table) {
    Map<ForeignKey, KeySet> referenced = new HashMap<>();
    keys.value()
        .forEach((index, set) -> referenced.put(table.foreignKeys().get(index), set::contains));
    return referenced;
  }
}
