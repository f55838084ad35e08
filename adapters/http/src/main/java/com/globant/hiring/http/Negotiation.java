package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Which media type an answer gets (RFC 9110, section 12.5.1). */
final class Negotiation {
  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  private Negotiation() {}

  /**
   * Of the types that there are, the one that the client weighs highest, the earlier of equals.
   *
   * @throws Refused where it accepts none of them
   */
  static String preferred(RoutingContext ctx, List<String> types) {
    List<MIMEHeader> ranges = ctx.parsedHeaders().accept();
    if (ranges.isEmpty()) {
      return types.get(0);
    }
    String best = "";
    double bestWeight = 0;
    for (String type : types) {
      double weight = weight(ranges, type);
      if (weight > bestWeight) {
        best = type;
        bestWeight = weight;
      }
    }
    if (best.isEmpty()) {
      throw refused();
    }
    return best;
  }

  static Refused refused() {
    return new Refused(
        RefusalCode.NOT_ACCEPTABLE,
        "Accept names nothing that this answer is to be had as; leave it out, or ask for one of the types in /openapi.yaml, such as "
            + JSON);
  }

  /** The weight of the most specific range that matches; 0 where none does. */
  private static double weight(List<MIMEHeader> ranges, String type) {
    String family = type.substring(0, type.indexOf('/'));
    for (String range : List.of(type, family + "/*", "*/*")) {
      for (MIMEHeader accepted : ranges) {
        // Not component() and subComponent(), which are null until something else was asked for.
        if (range.equalsIgnoreCase(accepted.value().strip())) {
          return accepted.weight();
        }
      }
    }
    return 0;
  }
}
