package com.globant.hiring.http.report;

import com.globant.hiring.application.file.StoredCsv;
import com.globant.hiring.application.report.PublishReport.Kept;
import com.globant.hiring.application.report.PublishReport.Rendered;
import com.globant.hiring.application.report.PublishReport.Spooled;
import com.globant.hiring.domain.report.Report;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a report as JSON. They are read from its CSV piece by piece, the next one after
 * the client has taken the one before.
 */
record ReportJson(Report report, int year) {
  private static final int PIECE_BYTES = 64 * 1024;

  /** Completes when all is sent. */
  Future<Void> send(HttpServerResponse response, Rendered rendered) {
    return Vertx.currentContext()
        .executeBlocking(() -> opened(rendered))
        .compose(
            csv ->
                response
                    .write(beginning())
                    .compose(begun -> sendRows(response, csv, true))
                    .onComplete(sent -> Vertx.currentContext().executeBlocking(() -> closed(csv))));
  }

  private static StoredCsv opened(Rendered rendered) throws IOException {
    InputStream source =
        rendered instanceof Kept kept
            ? new ByteBufInputStream(Unpooled.wrappedBuffer(kept.content()))
            : Files.newInputStream(((Spooled) rendered).file().path());
    StoredCsv csv = new StoredCsv(source, 0);
    csv.next(); // the header
    return csv;
  }

  private static boolean closed(StoredCsv csv) throws IOException {
    csv.close();
    return true;
  }

  private String beginning() {
    return "{\"report\":\"%s\",\"year\":%d,\"rows\":[".formatted(report.reportName(), year);
  }

  private Future<Void> sendRows(HttpServerResponse response, StoredCsv csv, boolean first) {
    return Vertx.currentContext()
        .executeBlocking(() -> piece(csv, first))
        .compose(
            piece ->
                csv.isAtEnd()
                    ? response.end(piece.appendString("]}"))
                    : response.write(piece).compose(taken -> sendRows(response, csv, false)));
  }

  private Buffer piece(StoredCsv csv, boolean first) throws IOException {
    Buffer piece = Buffer.buffer();
    boolean separated = first;
    while (!csv.isAtEnd() && piece.length() < PIECE_BYTES) {
      if (!separated) {
        piece.appendString(",");
      }
      separated = false;
      piece.appendBuffer(row(csv.next()).toBuffer());
    }
    return piece;
  }

  private JsonObject row(List<@Nullable String> cells) {
    JsonObject row = new JsonObject();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      row.put(
          report.header().get(column).toLowerCase(Locale.ROOT),
          cell == null || report.isText(column) ? cell : (Object) Long.valueOf(cell));
    }
    return row;
  }
}
