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
  private transient @Nullable Read read;

  private record Read(JobDescription description, LoadRequest request, WorkFiles files) {}

  /**
   * @param fileSystems settings of Hadoop, of which executors know only their own defaults
   */
  public Job(String json, DatabaseLogin login, Map<String, String> fileSystems) {
    this.json = json;
    this.login = login;
    this.fileSystems = new HashMap<>(fileSystems);
  }

  private Read read() {
    Read known = read;
    if (known == null) {
      JobDescription description = JobDescription.parse(json);
      Configuration settings = new Configuration();
      fileSystems.forEach(settings::set);
      known =
          new Read(description, description.request(), new WorkFiles(settings, description.work()));
      read = known;
    }
    return known;
  }

  public JobDescription description() {
    return read().description;
  }

  public LoadRequest request() {
    return read().request;
  }

  public WorkFiles files() {
    return read().files;
  }

  public Table table() {
    return request().table();
  }

  public JobDatabase database() {
    return new JobDatabase(description().database(), login);
  }
}
