package com.globant.hiring.spark.check;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.job.Job;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/** What all tasks on the rows of a load need; it is sent to them. */
public record TaskInput(Broadcast<Job> sent, References references, LoadKeys keys)
    implements Serializable {

  public Job job() {
    return sent.value();
  }

  public Table table() {
    return job().table();
  }
}
