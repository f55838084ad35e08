package com.globant.hiring.http.request;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of an operation, as the contract describes it.
 *
 * @param in {@code query}, {@code header} or {@code path}
 * @param defaultText value of a parameter that is not given, or null
 * @param example a value that it takes, or null
 * @param takes whether a value is allowed
 * @param rule which values are allowed, in words; its subject is the name
 */
public record Parameter(
    String name,
    String in,
    boolean required,
    @Nullable String defaultText,
    @Nullable String example,
    Predicate<String> takes,
    String rule) {

  public static final String QUERY = "query";
  static final String PATH = "path";
  static final String HEADER = "header";

  /** The extension of the contract that describes a {@code pattern} in words, for messages. */
  private static final String RULE = "x-rule";

  /** The keywords of schemas that are checked here; others are refused at the start. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "format",
          "enum",
          "default",
          "minimum",
          "maximum",
          "pattern",
          "x-extensible-enum");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

  /**
   * @throws IllegalStateException if the contract has keywords that are not checked
   */
  static Parameter of(JsonObject model) {
    String name = model.getString("name");
    JsonObject schema = model.getJsonObject("schema");
    if (!KEYWORDS.containsAll(schema.fieldNames())) {
      throw new IllegalStateException("Parameter %s: no check for %s".formatted(name, schema));
    }
    Object defaultValue = schema.getValue("default");
    Object example = model.getValue("example");
    String asIn = example == null ? "" : ", as in " + example;
    Predicate<String> takes;
    String rule;
    if (schema.getString("type").equals("integer")) {
      takes = text -> isWholeNumber(text, schema.getLong("minimum"), schema.getLong("maximum"));
      rule = "must be a whole number" + range(schema) + asIn;
    } else if (schema.getString("type").equals("boolean")) {
      takes = Set.of("true", "false")::contains;
      rule = "must be true or false";
    } else if (schema.containsKey("enum")) {
      List<String> values = texts(schema.getJsonArray("enum"));
      takes = values::contains;
      rule = "must be " + choice(values);
    } else if (schema.containsKey("pattern")) {
      takes = Pattern.compile(schema.getString("pattern")).asPredicate();
      rule = "must be set" + asIn;
    } else {
      takes = text -> true;
      rule = "must be set" + asIn;
    }
    if (schema.containsKey("pattern") && !model.containsKey(RULE)) {
      throw new IllegalStateException("Parameter %s: no %s for its pattern".formatted(name, RULE));
    }
    return new Parameter(
        name,
        model.getString("in"),
        model.getBoolean("required", false),
        defaultValue == null ? null : defaultValue.toString(),
        example == null ? null : example.toString(),
        takes,
        model.getString(RULE, rule));
  }

  private static boolean isWholeNumber(
      String text, @Nullable Long minimum, @Nullable Long maximum) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      return false;
    }
    BigInteger number = new BigInteger(text);
    return (minimum == null || number.compareTo(BigInteger.valueOf(minimum)) >= 0)
        && (maximum == null || number.compareTo(BigInteger.valueOf(maximum)) <= 0);
  }

  private static String range(JsonObject schema) {
    Long minimum = schema.getLong("minimum");
    Long maximum = schema.getLong("maximum");
    if (minimum == null) {
      return maximum == null ? "" : " of %d at most".formatted(maximum);
    }
    return maximum == null
        ? " of %d or more".formatted(minimum)
        : " from %d to %d".formatted(minimum, maximum);
  }

  private static List<String> texts(JsonArray values) {
    return values.stream().map(Object::toString).toList();
  }

  private static String choice(List<String> values) {
    int last = values.size() - 1;
    return last == 0
        ? values.get(0)
        : String.join(", ", values.subList(0, last)) + " or " + values.get(last);
  }

  /** The fault of a value, or null if it is valid. */
  @Nullable ParameterFault fault(String value) {
    if (required && value.isEmpty()) {
      return missing("is empty");
    }
    if (takes.test(value)) {
      return null;
    }
    return ParameterFault.invalid(
        this, value, value.isEmpty() ? "%s %s; it is empty".formatted(title(), rule) : null);
  }

  ParameterFault missing() {
    return missing("is missing");
  }

  private ParameterFault missing(String what) {
    return ParameterFault.missing(
        this, "the %s %s; give it, as in %s".formatted(noun(), what, sample()));
  }

  /** The name as the subject of a sentence. */
  String title() {
    return in.equals(HEADER) ? "the header " + name : name;
  }

  private String noun() {
    return in.equals(HEADER) ? "header " + name : "%s parameter '%s'".formatted(in, name);
  }

  private String sample() {
    return in.equals(HEADER) ? "%s: %s".formatted(name, example) : name + "=" + example;
  }
}
