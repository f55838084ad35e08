package com.globant.hiring.datapackage;

import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearMonthType;
import com.globant.hiring.domain.type.YearType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the type of a field, without its constraints. */
final class TypeReader {
  private static final String TYPES =
      "integer, number, string, boolean, date, time, datetime, year, yearmonth, object, array, geojson";

  private static final Map<String, String> REFUSED =
      Map.of(
          "list", "list has no type in MySQL; use array, or a table of its own",
          "duration", "duration has no type in MySQL; use number, or string",
          "geopoint", "geopoint is written in several ways; use two numbers, or geojson",
          "any", "any says nothing about the values; use string");

  /** Of a string in a key without maxLength. */
  private static final int KEY_CHARACTERS = 255;

  private static final Set<String> DEFAULT_FORMATS = Set.of("default", "any");

  private final Node field;
  private final boolean inKey;

  TypeReader(Node field, boolean inKey) {
    this.field = field;
    this.inKey = inKey;
  }

  /** The type; null, with a fault, if there is no such type. */
  @Nullable ColumnType read() {
    Node node = field.get("type");
    if (node == null) {
      field.warning("has no type and is taken as a string");
      return string();
    }
    String type = node.text();
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "integer" -> integer();
      case "number" -> number();
      case "string" -> string();
      case "boolean" -> bool();
      case "date" ->
          new DateType(
              format(
                  format -> format.hasDate() && !format.hasPartOfTime(),
                  "must have year, month and day, and no time"));
      case "time" ->
          new TimeType(
              format(
                  format -> format.hasTime() && !format.hasPartOfDate() && !format.hasOffset(),
                  "must have hours and minutes, and no date"));
      case "datetime" ->
          new DatetimeType(
              format(
                  format -> format.hasDate() && (format.hasTime() || !format.hasPartOfTime()),
                  "must have year, month and day, and hours with minutes"));
      case "year" -> plain(new YearType());
      case "yearmonth" -> plain(new YearMonthType());
      case "object" -> plain(new JsonType(JsonType.Kind.OBJECT));
      case "array" -> plain(new JsonType(JsonType.Kind.ARRAY));
      case "geojson" -> plain(new JsonType(JsonType.Kind.GEOJSON));
      default -> {
        node.fault(
            REFUSED.getOrDefault(
                type, "'%s' is not a type; the types are %s".formatted(type, TYPES)));
        yield null;
      }
    };
  }

  private ColumnType integer() {
    plain(IntegerType.BIGINT);
    // A point between thousands cannot be that of a fraction, which the standard has for numbers
    // only.
    boolean points = Character.valueOf('.').equals(field.character("groupChar"));
    return new IntegerType(Long.MIN_VALUE, Long.MAX_VALUE, notation(points ? ',' : '.'));
  }

  private ColumnType number() {
    plain(IntegerType.BIGINT);
    Integer precision = field.integer("x-precision", 1, NumberType.MAX_PRECISION);
    Integer scale = field.integer("x-scale", 0, NumberType.MAX_SCALE);
    if (field.has("x-scale") && !field.has("x-precision")) {
      field.fault("x-scale", "needs x-precision");
    }
    if (precision != null && scale != null && scale > precision) {
      field.fault("x-scale", "is greater than x-precision");
    }
    return precision == null
        ? new NumberType(notation('.'))
        : new NumberType(precision, Objects.requireNonNullElse(scale, 0), notation('.'));
  }

  /**
   * @param usual the decimal character if the field has none
   */
  private NumberNotation notation(char usual) {
    Character decimal = field.character("decimalChar");
    Character group = field.character("groupChar");
    boolean bare = field.flag("bareNumber", true);
    for (String property : List.of("decimalChar", "groupChar")) {
      Character c = property.equals("groupChar") ? group : decimal;
      if (c != null && (Character.isLetterOrDigit(c) || c == '+' || c == '-')) {
        field.fault(property, "is '%s'; it cannot be a letter, a digit or a sign".formatted(c));
        return NumberNotation.DEFAULT;
      }
    }
    char point = Objects.requireNonNullElse(decimal, usual);
    if (group != null && group == point) {
      field.fault("groupChar", "is the decimalChar too; choose another character");
      return NumberNotation.DEFAULT;
    }
    return new NumberNotation(point, group, bare);
  }

  private ColumnType string() {
    String format = Objects.requireNonNullElse(field.text("format"), "default");
    StringType.Format known =
        switch (format) {
          case "uuid" -> StringType.Format.UUID;
          case "email" -> StringType.Format.EMAIL;
          case "uri" -> StringType.Format.URI;
          default -> {
            warnOfFormat(format);
            yield StringType.Format.DEFAULT;
          }
        };
    return new StringType(inKey ? KEY_CHARACTERS : null, known);
  }

  private ColumnType bool() {
    plain(BooleanType.DEFAULT);
    List<String> trueValues = words("trueValues", BooleanType.DEFAULT.trueValues());
    List<String> falseValues = words("falseValues", BooleanType.DEFAULT.falseValues());
    if (trueValues.stream().anyMatch(falseValues::contains)) {
      field.fault("falseValues", "has a text that is among trueValues too");
    }
    return new BooleanType(trueValues, falseValues);
  }

  private List<String> words(String property, List<String> usual) {
    List<String> words = field.texts(property);
    if (words == null) {
      return usual;
    }
    if (words.isEmpty()) {
      field.fault(property, "is empty; list at least one text");
      return usual;
    }
    return words;
  }

  private @Nullable TimeFormat format(Predicate<TimeFormat> complete, String rule) {
    String format = Objects.requireNonNullElse(field.text("format"), "default");
    if (format.indexOf('%') < 0) {
      warnOfFormat(format);
      return null;
    }
    try {
      TimeFormat read = new TimeFormat(format);
      if (complete.test(read)) {
        return read;
      }
      field.fault("format", "'%s' %s".formatted(format, rule));
    } catch (IllegalArgumentException e) {
      field.fault("format", "'%s': %s".formatted(format, e.getMessage()));
    }
    return null;
  }

  /** A type that has no formats. */
  private ColumnType plain(ColumnType type) {
    warnOfFormat(Objects.requireNonNullElse(field.text("format"), "default"));
    return type;
  }

  private void warnOfFormat(String format) {
    if (!DEFAULT_FORMATS.contains(format)) {
      field.warning(
          "has the format '%s', which its type does not know; it is passed over".formatted(format));
    }
  }
}
