package com.globant.hiring.datapackage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code missingValues}: strings, or since version 2 also objects with value and label. */
final class MissingValuesReader {
  private MissingValuesReader() {}

  static @Nullable List<String> read(Node owner) {
    Node node = owner.get("missingValues");
    if (node == null) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (Node element : node.elements()) {
      String value = element.isObject() ? element.text("value") : element.text();
      if (value != null) {
        values.add(value);
      } else if (element.isObject() && !element.has("value")) {
        element.fault("value", "is missing; give the text that means that there is no value");
      }
    }
    return values;
  }
}
