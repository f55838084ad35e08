package com.globant.hiring.spark.slice;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.load.FileStart;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.spark.job.Job;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What the beginning of a file says about all of it.
 *
 * @param rows whether there are any records, so that {@link FileStart#order} is known
 */
public record FileHead(FileStart start, Delimiter delimiter, boolean rows) {
  /** Begins to read a file as a whole. */
  static RawRows open(Job job, RowParser parser, InputStream bytes) throws IOException {
    return parser.csv(job.table(), bytes, null, job.request().delimiter(opened(bytes)));
  }

  private static Body.Opened opened(InputStream bytes) {
    return new Body.Opened(bytes, BodyFormat.CSV, null, null, null);
  }

  /**
   * Reads the beginning of a file.
   *
   * @throws com.globant.hiring.application.Refused if its header is wrong
   * @throws com.globant.hiring.domain.raw.FileRefused if it cannot be read
   */
  static FileHead of(Job job, RowParser parser, int object) throws IOException {
    try (InputStream bytes =
            Content.unpacked(job.files().open(job.description().objects().get(object), 0));
        RawRows rows = open(job, parser, bytes)) {
      LoadRequest request = job.request();
      FileStart start = new FileStart(request, rows, request.header(opened(bytes)));
      int seen = 0;
      while (seen < FileStart.KEPT) {
        List<RawRow> batch = rows.next();
        if (batch.isEmpty()) {
          break;
        }
        for (RawRow row : batch.subList(0, Math.min(batch.size(), FileStart.KEPT - seen))) {
          start.takeHeader(row);
          seen++;
        }
        rows.settled();
      }
      return new FileHead(start, rows.delimiter(), seen > 0);
    }
  }
}
