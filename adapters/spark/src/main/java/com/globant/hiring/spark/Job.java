package com.globant.hiring.spark;

import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What every task of a run needs. It is sent to executors as text, and read there once for each
 * task.
 */
final class Job implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String json;
  private final String password;
  private final HashMap<String, String> fileSystems;
  private transient @Nullable JobDescription description;
  private transient @Nullable LoadRequest request;
  private transient @Nullable WorkFiles files;

  /**
   * @param fileSystems settings of Hadoop, of which executors know only their own defaults
   */
  Job(String json, String password, Map<String, String> fileSystems) {
    this.json = json;
    this.password = password;
    this.fileSystems = new HashMap<>(fileSystems);
  }

  JobDescription description() {
    JobDescription known = description;
    if (known == null) {
      known = JobDescription.parse(json);
      description = known;
    }
    return known;
  }

  LoadRequest request() {
    LoadRequest known = request;
    if (known == null) {
      known = description().request();
      request = known;
    }
    return known;
  }

  Table table() {
    return request().table();
  }

  WorkFiles files() {
    WorkFiles known = files;
    if (known == null) {
      Configuration settings = new Configuration();
      fileSystems.forEach(settings::set);
      known = new WorkFiles(settings, description().work());
      files = known;
    }
    return known;
  }

  JobDatabase database() {
    JobDescription.Database at = description().database();
    if (at == null) {
      throw new IllegalArgumentException(
          "The description of the job has no database, which the rows of %s refer to"
              .formatted(table().name()));
    }
    return new JobDatabase(at, password);
  }

  /** The keys that rows may reference, once they are on the executor. */
  static Map<ForeignKey, KeySet> referenced(Table table, Map<Integer, Keys> keys) {
    Map<ForeignKey, KeySet> referenced = new HashMap<>();
    keys.forEach((index, set) -> referenced.put(table.foreignKeys().get(index), set::contains));
    return referenced;
  }
}
