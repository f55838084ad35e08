package com.globant.hiring.http.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadRecord;
import com.globant.hiring.application.load.LoadRecords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** The load that the path of a request names. */
final class NamedLoad {
  /** As {@link MigrateCsvHandler} makes them; the database need not be asked for others. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private NamedLoad() {}

  /**
   * @throws Refused where there can be no such load
   */
  static String id(RoutingContext ctx) {
    String id = ctx.pathParam("load_id");
    if (!ID.matcher(id).matches()) {
      throw LoadRecords.unknown(id);
    }
    return id;
  }

  /**
   * Fails with {@link Refused} {@code unknown_load} too.
   *
   * @throws Refused where there can be no such load
   */
  static Future<LoadRecord> find(RoutingContext ctx, LoadRecords records) {
    String id = id(ctx);
    return Future.fromCompletionStage(records.find(id), Vertx.currentContext())
        .map(found -> found.orElseThrow(() -> LoadRecords.unknown(id)));
  }
}
