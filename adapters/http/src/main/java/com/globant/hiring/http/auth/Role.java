package com.globant.hiring.http.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client may do. The contract names the role that each operation asks for. */
public enum Role {
  /** Reads reports and the records of loads. */
  READER,
  /** Does everything. */
  LOADER;

  /** The name in the contract, in key files and in tokens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name, empty if there is none. */
  public static Optional<Role> named(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }

  static String names() {
    return String.join(", ", Arrays.stream(values()).map(Role::wireName).toList());
  }

  /** Whether a client of these roles may do what asks for this one. */
  boolean isIn(List<Role> roles) {
    return roles.stream().anyMatch(role -> role.compareTo(this) >= 0);
  }
}
