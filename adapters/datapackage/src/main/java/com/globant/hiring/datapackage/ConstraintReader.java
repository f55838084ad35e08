package com.globant.hiring.datapackage;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.LengthBound;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constraints of a field. Those that a database type has too become part of the type:
 * minimum and maximum of integers, maxLength of strings.
 */
final class ConstraintReader {
  private static final List<String> ALWAYS = List.of("required", "unique", "enum");
  private static final List<String> LENGTHS = List.of("minLength", "maxLength");
  private static final List<String> BOUNDS =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  private final @Nullable Node constraints;
  private ColumnType type;

  ConstraintReader(Node field, ColumnType type) {
    this.type = type;
    Node given = field.get("constraints");
    this.constraints = given != null && given.requireObject() ? given : null;
  }

  static boolean isUnique(Node field) {
    Node constraints = field.get("constraints");
    return constraints != null && constraints.has("unique") && constraints.flag("unique", false);
  }

  boolean required() {
    return constraints != null && constraints.flag("required", false);
  }

  /** The type with the limits that the constraints give it; known after {@link #read}. */
  ColumnType narrowed() {
    return type;
  }

  /** The constraints beyond the type. */
  List<Constraint> read() {
    if (constraints == null) {
      return List.of();
    }
    constraints.refuseUnknown(allowed());
    List<Constraint> read = new ArrayList<>();
    if (type instanceof StringType || type instanceof JsonType) {
      read.addAll(lengths(constraints));
    } else {
      read.addAll(bounds(constraints));
    }
    if (type instanceof StringType && constraints.has("pattern")) {
      Constraint pattern = pattern(constraints);
      if (pattern != null) {
        read.add(pattern);
      }
    }
    if (constraints.has("enum")) {
      read.add(oneOf(constraints));
    }
    return read;
  }

  private List<String> allowed() {
    List<String> allowed = new ArrayList<>(ALWAYS);
    if (type instanceof StringType) {
      allowed.addAll(LENGTHS);
      allowed.add("pattern");
    } else if (type instanceof JsonType) {
      allowed.addAll(LENGTHS);
    } else if (!type.typeName().equals("boolean")) {
      allowed.addAll(BOUNDS);
    }
    return allowed;
  }

  private List<Constraint> lengths(Node given) {
    boolean json = type instanceof JsonType;
    Integer minimum = given.integer("minLength", 0, Integer.MAX_VALUE);
    Integer maximum = given.integer("maxLength", json ? 0 : 1, Integer.MAX_VALUE);
    if (minimum != null && maximum != null && minimum > maximum) {
      given.fault("allow no value, as minLength is greater than maxLength");
    }
    List<Constraint> read = new ArrayList<>();
    if (minimum != null) {
      read.add(new LengthBound(true, minimum, json));
    }
    if (maximum != null && json) {
      read.add(new LengthBound(false, maximum, true));
    }
    if (maximum != null && type instanceof StringType string) {
      type = new StringType(maximum, string.format());
    }
    return read;
  }

  private List<Constraint> bounds(Node given) {
    Map<Bound.Kind, Bound> bounds = new EnumMap<>(Bound.Kind.class);
    for (Bound.Kind kind : Bound.Kind.values()) {
      Node node = given.get(kind.property());
      String text = node == null ? null : node.literal();
      if (node != null && text != null) {
        Object limit = value(node, text);
        if (limit != null) {
          bounds.put(kind, new Bound(kind, limit, text));
        }
      }
    }
    if (type instanceof IntegerType integer) {
      type = narrowed(given, integer, bounds);
      return List.of();
    }
    checkOrder(given, bounds);
    return List.copyOf(bounds.values());
  }

  private static void checkOrder(Node given, Map<Bound.Kind, Bound> bounds) {
    for (Bound least : bounds.values()) {
      for (Bound most : bounds.values()) {
        boolean opposite =
            least.kind().property().endsWith("inimum") && most.kind().property().endsWith("aximum");
        if (opposite && most.check(least.limit()) != null) {
          given.fault("allow no value, as the minimum is above the maximum");
        }
      }
    }
  }

  private static ColumnType narrowed(
      Node given, IntegerType integer, Map<Bound.Kind, Bound> bounds) {
    BigInteger minimum = BigInteger.valueOf(integer.minimum());
    BigInteger maximum = BigInteger.valueOf(integer.maximum());
    for (Bound bound : bounds.values()) {
      BigInteger limit = BigInteger.valueOf((Long) bound.limit());
      switch (bound.kind()) {
        case MINIMUM -> minimum = minimum.max(limit);
        case EXCLUSIVE_MINIMUM -> minimum = minimum.max(limit.add(BigInteger.ONE));
        case MAXIMUM -> maximum = maximum.min(limit);
        case EXCLUSIVE_MAXIMUM -> maximum = maximum.min(limit.subtract(BigInteger.ONE));
      }
    }
    if (minimum.compareTo(maximum) > 0) {
      given.fault("allow no value, as the minimum is above the maximum");
      return integer;
    }
    return new IntegerType(minimum.longValue(), maximum.longValue(), integer.notation());
  }

  /** A value of the type, in the notation of the field or in the default one. */
  private @Nullable Object value(Node node, String text) {
    Object value = type.inDefaultNotation().parse(text);
    if (value instanceof Fault) {
      value = type.parse(text);
    }
    if (value instanceof Fault fault) {
      node.fault("'%s' %s".formatted(text, fault.message()));
      return null;
    }
    // The bounds decide later whether integers have 32 bits.
    return value instanceof Integer number && type instanceof IntegerType
        ? (Object) number.longValue()
        : value;
  }

  private static @Nullable Constraint pattern(Node given) {
    String text = given.text("pattern");
    if (text == null) {
      return null;
    }
    try {
      Pattern pattern = Pattern.compile(text);
      return new TextPattern(text, pattern::matches);
    } catch (PatternSyntaxException e) {
      given.fault(
          "pattern",
          "is not a regular expression of RE2: %s. RE2 has no look-around and no back references, so that matching takes a bounded time"
              .formatted(e.getDescription()));
      return null;
    }
  }

  private Constraint oneOf(Node given) {
    Node node = given.get("enum");
    List<Object> values = new ArrayList<>();
    List<Node> elements = node == null ? List.of() : node.elements();
    for (Node element : elements) {
      String text = element.literal();
      Object value = text == null ? null : value(element, text);
      Object stored = value == null ? null : type.parse(type.format(value));
      if (stored instanceof Fault fault) {
        element.fault("'%s' %s".formatted(text, fault.message()));
      } else if (stored != null) {
        values.add(stored);
      }
    }
    if (node != null && node.isArray() && elements.isEmpty()) {
      node.fault("is empty; list at least one value");
    }
    return new OneOf(type, values);
  }
}
