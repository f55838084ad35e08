package com.globant.hiring.http.request;

import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the media type of an answer (RFC 9110, section 12.5.1) among those that the contract has
 * for the operation, without regard to case.
 *
 * @param types the first is the default
 */
public record Negotiation(List<String> types) implements Handler<RoutingContext> {
  public static final String JSON = "application/json";

  private static final String CHOSEN = Negotiation.class.getName();
  private static final Pattern RANGE = Pattern.compile("([^\\s/;\"]+)/([^\\s/;\"]+)");
  private static final Pattern WEIGHT = Pattern.compile("q\\s*=\\s*(0(?:\\.\\d*)?|1(?:\\.0*)?)");

  /** An element of Accept. Parameters of types are ignored: no type has variants. */
  private record Range(String type, double weight) {}

  @Override
  public void handle(RoutingContext ctx) {
    List<String> accept = ctx.request().headers().getAll("Accept");
    String best = preferred(accept, types);
    if (best.isEmpty()) {
      Problems.answer(ctx, refused(accept));
      return;
    }
    ctx.put(CHOSEN, best);
    ctx.next();
  }

  /** The type of the answer. */
  public static String chosen(RoutingContext ctx) {
    return Objects.requireNonNull(ctx.get(CHOSEN), "no type was chosen");
  }

  /**
   * The available type with the highest weight, the first of equals; empty if the client accepts
   * none. Malformed elements are ignored, and a malformed weight is 1.
   */
  static String preferred(List<String> accept, List<String> types) {
    List<Range> ranges = ranges(accept);
    return ranges.isEmpty() ? types.get(0) : preferredOf(types, ranges);
  }

  /**
   * The type that the client names itself, with the highest weight; empty if it names none of them
   * or gives {@code *}{@code /*} a higher one.
   */
  public static String named(RoutingContext ctx, List<String> types) {
    List<Range> ranges = ranges(ctx.request().headers().getAll("Accept"));
    List<String> named =
        types.stream()
            .filter(type -> ranges.stream().anyMatch(range -> range.type().equals(type)))
            .toList();
    String best = preferredOf(named, ranges);
    return best.isEmpty() || weight(ranges, best) < weight(ranges, "*/*") ? "" : best;
  }

  private static String preferredOf(List<String> types, List<Range> ranges) {
    String best = "";
    double bestWeight = 0;
    for (String type : types) {
      double weight = weight(ranges, type);
      if (weight > bestWeight) {
        best = type;
        bestWeight = weight;
      }
    }
    return best;
  }

  private static List<Range> ranges(List<String> accept) {
    List<Range> ranges = new ArrayList<>();
    for (String element : HeaderList.elements(accept)) {
      List<String> parts = HeaderList.parts(element.toLowerCase(Locale.ROOT));
      if (!parts.isEmpty() && RANGE.matcher(parts.get(0)).matches()) {
        ranges.add(new Range(parts.get(0), weight(parts.subList(1, parts.size()))));
      }
    }
    return ranges;
  }

  private static double weight(List<String> parameters) {
    return parameters.stream()
        .map(WEIGHT::matcher)
        .filter(Matcher::matches)
        .map(weight -> Double.parseDouble(weight.group(1)))
        .findFirst()
        .orElse(1.0);
  }

  /** The weight of the most specific range that matches; 0 if none does. */
  private static double weight(List<Range> ranges, String type) {
    String family = type.substring(0, type.indexOf('/'));
    for (String wanted : List.of(type, family + "/*", "*/*")) {
      for (Range range : ranges) {
        if (range.type().equals(wanted)) {
          return range.weight();
        }
      }
    }
    return 0;
  }

  private HttpRefused refused(List<String> accept) {
    return new HttpRefused(
        HttpCode.NOT_ACCEPTABLE,
        "the answer is %s, and Accept is '%s'; leave Accept out or name one that there is"
            .formatted(String.join(" or ", types), Problem.cut(String.join(", ", accept))));
  }
}
