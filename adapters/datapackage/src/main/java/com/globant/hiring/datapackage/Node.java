package com.globant.hiring.datapackage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a document. Each method that reads a property reports a value of the wrong kind. */
final class Node {
  private static final int SHOWN = 60;

  private final @Nullable Object value;
  private final String pointer;
  private final Findings findings;

  private Node(@Nullable Object value, String pointer, Findings findings) {
    this.value = value;
    this.pointer = pointer;
    this.findings = findings;
  }

  static Node root(@Nullable Object json, Findings findings) {
    return new Node(json, "", findings);
  }

  void fault(String message) {
    findings.fault(pointer, message);
  }

  /** A fault of a property, which may be missing. */
  void fault(String property, String message) {
    findings.fault(child(property), message);
  }

  void warning(String message) {
    findings.warning(pointer, message);
  }

  private String child(String property) {
    return pointer + "/" + property.replace("~", "~0").replace("/", "~1");
  }

  boolean isObject() {
    return value instanceof Map;
  }

  boolean isArray() {
    return value instanceof List;
  }

  /** Whether it is an object; reports one that is not. */
  boolean requireObject() {
    if (!isObject()) {
      fault("is %s; it must be an object".formatted(shown()));
    }
    return isObject();
  }

  boolean has(String property) {
    return get(property) != null;
  }

  /** The property; null if it is missing or JSON's null. */
  @Nullable Node get(String property) {
    Object child = value instanceof Map<?, ?> object ? object.get(property) : null;
    return child == null ? null : new Node(child, child(property), findings);
  }

  /** The elements of an array; none, with a fault, if it is not one. */
  List<Node> elements() {
    if (!(value instanceof List<?> array)) {
      fault("is %s; it must be an array".formatted(shown()));
      return List.of();
    }
    List<Node> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      elements.add(new Node(array.get(i), pointer + "/" + i, findings));
    }
    return elements;
  }

  /** The text; null, with a fault, if it is not one. */
  @Nullable String text() {
    if (value instanceof String text) {
      return text;
    }
    fault("is %s; it must be a string".formatted(shown()));
    return null;
  }

  @Nullable String text(String property) {
    Node node = get(property);
    return node == null ? null : node.text();
  }

  /** The text or number or boolean as it is written; null, with a fault, if it is none of them. */
  @Nullable String literal() {
    if (value instanceof String || value instanceof Boolean) {
      return value.toString();
    }
    BigDecimal number = number();
    if (number != null) {
      return Math.abs(number.scale()) > 400 ? number.toString() : number.toPlainString();
    }
    fault("is %s; it must be a string, a number or a boolean".formatted(shown()));
    return null;
  }

  private @Nullable BigDecimal number() {
    return value instanceof Number ? new BigDecimal(value.toString()) : null;
  }

  boolean isText() {
    return value instanceof String;
  }

  boolean flag(String property, boolean usual) {
    Node node = get(property);
    if (node == null) {
      return usual;
    }
    if (node.value instanceof Boolean flag) {
      return flag;
    }
    node.fault("is %s; it must be true or false".formatted(node.shown()));
    return usual;
  }

  /** A whole number; null if it is missing, or, with a fault, if it is not in the range. */
  @Nullable Integer integer(String property, int least, int most) {
    Node node = get(property);
    if (node == null) {
      return null;
    }
    BigDecimal number = node.number();
    if (number != null
        && number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.stripTrailingZeros().scale() <= 0) {
      return number.intValueExact();
    }
    node.fault(
        most == Integer.MAX_VALUE
            ? "is %s; it must be a whole number of at least %d".formatted(node.shown(), least)
            : "is %s; it must be a whole number from %d to %d"
                .formatted(node.shown(), least, most));
    return null;
  }

  /** A single character; null if it is missing or, with a fault, if it is not one. */
  @Nullable Character character(String property) {
    String text = text(property);
    if (text == null || text.length() == 1) {
      return text == null ? null : text.charAt(0);
    }
    fault(property, "is '%s'; it must be one character".formatted(text));
    return null;
  }

  /** Texts, or one text; null if it is missing. */
  @Nullable List<String> texts(String property) {
    Node node = get(property);
    return node == null ? null : node.texts();
  }

  List<String> texts() {
    if (value instanceof String text) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (Node element : elements()) {
      String text = element.text();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Warns of each property that is not known. */
  void warnOfUnknown(Set<String> known) {
    for (String name : unknown(known)) {
      findings.warning(child(name), "is not part of the standard and is passed over");
    }
  }

  /** Reports each property that is not known. */
  void refuseUnknown(Collection<String> known) {
    for (String name : unknown(known)) {
      fault(name, "is not known; the names are " + String.join(", ", known));
    }
  }

  private List<String> unknown(Collection<String> known) {
    return value instanceof Map<?, ?> object
        ? object.keySet().stream()
            .map(String.class::cast)
            .filter(name -> !known.contains(name))
            .toList()
        : List.of();
  }

  /** The value, or what kind of value it is, for messages. */
  String shown() {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    if (value == null) {
      return "null";
    }
    String text = value.toString();
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return value instanceof String ? "'" + cut + "'" : cut;
  }
}
