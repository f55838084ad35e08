package com.globant.hiring.http.request;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses paths and queries with escapes that are malformed or not UTF-8, and parses the query. The
 * router would fail on such escapes or replace them.
 */
public final class RequestTarget implements Handler<RoutingContext> {
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");

  @Override
  public void handle(RoutingContext ctx) {
    String query = ctx.request().query();
    String bad = badEscape(ctx.request().path());
    String where = "path";
    if (bad == null && query != null) {
      bad = badEscape(query);
      where = "query";
    }
    if (bad != null) {
      Problems.answer(ctx, refused(where, bad));
      return;
    }
    parseQuery(query == null ? "" : query, ctx.queryParams());
    ctx.next();
  }

  private static Refused refused(String where, String bad) {
    return new Refused(
        RefusalCode.INVALID_PARAMETER,
        "the %s has '%s', which is no escape of UTF-8; write %% and two hexadecimal digits for each byte, and %%25 for a percent sign"
            .formatted(where, Problem.cut(bad)));
  }

  /** The first invalid escape, or null. */
  static @Nullable String badEscape(String text) {
    if (text.indexOf('%') < 0) {
      return null;
    }
    Matcher broken = BROKEN.matcher(text);
    if (broken.find()) {
      return broken.group();
    }
    return ESCAPES
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(escapes -> decoded(escapes) == null)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String decoded(String escapes) {
    ByteBuffer bytes = ByteBuffer.allocate(escapes.length() / 3);
    for (int i = 1; i < escapes.length(); i += 3) {
      bytes.put((byte) Integer.parseInt(escapes.substring(i, i + 2), 16));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  /** Replaces the parameters that Vert.x has parsed, because it also splits at semicolons. */
  private static void parseQuery(String query, MultiMap parameters) {
    parameters.clear();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.add(
            unescaped(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : unescaped(pair.substring(equals + 1)));
      }
    }
  }

  private static String unescaped(String text) {
    return ESCAPES.matcher(text.replace('+', ' ')).replaceAll(RequestTarget::replacement);
  }

  private static String replacement(MatchResult escapes) {
    return Matcher.quoteReplacement(String.valueOf(decoded(escapes.group())));
  }
}
