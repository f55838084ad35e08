package com.globant.hiring.spark.job;

import com.globant.hiring.application.record.LoadRequest;
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
public final class Job implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String json;
  private final DatabaseLogin login;
  private final HashMap<String, String> fileSystems;
  private transient @Nullable JobDescription description;
  private transient @Nullable LoadRequest request;
  private transient @Nullable WorkFiles files;

  /**
   * @param fileSystems settings of Hadoop, of which executors know only their own defaults
   */
  public Job(String json, DatabaseLogin login, Map<String, String> fileSystems) {
    this.json = json;
    this.login = login;
    this.fileSystems = new HashMap<>(fileSystems);
  }

  public JobDescription description() {
    JobDescription known = description;
    if (known == null) {
      known = JobDescription.parse(json);
      description = known;
    }
    return known;
  }

  public LoadRequest request() {
    LoadRequest known = request;
    if (known == null) {
      known = description().request();
      request = known;
    }
    return known;
  }

  public Table table() {
    return request().table();
  }

  public WorkFiles files() {
    WorkFiles known = files;
    if (known == null) {
      Configuration settings = new Configuration();
      fileSystems.forEach(settings::set);
      known = new WorkFiles(settings, description().work());
      files = known;
    }
    return known;
  }

  public JobDatabase database() {
    JobDescription.Database at = description().database();
    if (at == null) {
      throw new IllegalArgumentException(
          "The description of the job has no database, which the rows of %s refer to"
              .formatted(table().name()));
    }
    return new JobDatabase(at, login);
  }
}
