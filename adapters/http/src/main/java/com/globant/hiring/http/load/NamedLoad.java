package com.globant.hiring.http.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** The load that a request names. */
public final class NamedLoad {
  /** The form of all ids; others are not looked up in the database. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private NamedLoad() {}

  /**
   * @throws Refused if there cannot be such a load
   */
  static String id(RoutingContext ctx) {
    return id(ctx.pathParam("load_id"));
  }

  private static String id(String id) {
    if (!ID.matcher(id).matches()) {
      throw LoadRecords.unknown(id);
    }
    return id;
  }

  /**
   * Fails with {@link Refused} {@code unknown_load} if there is no such load.
   *
   * @throws Refused if there cannot be such a load
   */
  static Future<LoadRecord> find(RoutingContext ctx, LoadRecords records) {
    return find(ctx.pathParam("load_id"), records);
  }

  /** As {@link #find(RoutingContext, LoadRecords)}, of a load that a parameter names. */
  public static Future<LoadRecord> find(String loadId, LoadRecords records) {
    String id = id(loadId);
    return Future.fromCompletionStage(records.find(id), Vertx.currentContext())
        .map(found -> found.orElseThrow(() -> LoadRecords.unknown(id)));
  }
}
