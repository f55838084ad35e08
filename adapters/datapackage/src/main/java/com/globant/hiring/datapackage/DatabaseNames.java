package com.globant.hiring.datapackage;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names that MySQL and MariaDB can have in quotes. Source: MySQL 9.7 Reference Manual, 11.2 Schema
 * Object Names.
 */
final class DatabaseNames {
  private static final int MAX_CHARACTERS = 64;
  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("mysql", "sys", "information_schema", "performance_schema");

  private DatabaseNames() {}

  /** The name, or null with a fault. */
  static @Nullable String read(Node owner, String property) {
    Node node = owner.get(property);
    if (node == null) {
      owner.fault(property, "is missing; give it a name");
      return null;
    }
    String name = node.text();
    String fault = name == null ? null : fault(name);
    if (fault == null) {
      return name;
    }
    node.fault(fault);
    return null;
  }

  private static @Nullable String fault(String name) {
    if (name.isBlank()) {
      return "is blank; give it a name";
    }
    if (name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
      return "has more than %d characters, the most that MySQL allows".formatted(MAX_CHARACTERS);
    }
    if (name.endsWith(" ")) {
      return "ends with a blank, which MySQL does not allow";
    }
    if (name.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c))) {
      return "has control characters or characters beyond U+FFFF, which MySQL does not allow";
    }
    return null;
  }

  static boolean isSystemSchema(String name) {
    return SYSTEM_SCHEMAS.contains(name.toLowerCase(Locale.ROOT));
  }
}
