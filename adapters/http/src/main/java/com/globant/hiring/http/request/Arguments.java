package com.globant.hiring.http.request;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request that {@link Parameters} has checked, with the defaults of the contract.
 */
public final class Arguments {
  /** The parameter that puts an apostrophe before what spreadsheets take for formulas. */
  public static final String ESCAPE_FORMULAS = "escape_formulas";

  private static final String KEY = Arguments.class.getName();

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  public Arguments(Map<String, Parameter> parameters, MultiMap query) {
    for (Parameter parameter : parameters.values()) {
      String sent = query.get(parameter.name());
      String value = sent == null ? parameter.defaultText() : sent;
      if (sent != null) {
        given.add(parameter.name());
      }
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
  }

  void keepIn(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  public static Arguments of(RoutingContext ctx) {
    return Objects.requireNonNull(ctx.get(KEY), "no checked query");
  }

  /** Whether the request itself has the parameter. */
  public boolean isGiven(String name) {
    return given.contains(name);
  }

  public @Nullable String text(String name) {
    return values.get(name);
  }

  /** A parameter that is required, or has a default. */
  public String required(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /** A whole number; one beyond 64 bits becomes the largest. */
  public @Nullable Long number(String name) {
    String text = values.get(name);
    return text == null ? null : new BigInteger(text).min(LARGEST).longValue();
  }

  /** The constant whose name in lower case is the value, or null if there is none. */
  public <E extends Enum<E>> @Nullable E choice(Class<E> type, String name) {
    String text = values.get(name);
    return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
