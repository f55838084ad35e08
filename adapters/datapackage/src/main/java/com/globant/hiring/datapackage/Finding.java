package com.globant.hiring.datapackage;

/**
 * What is wrong or unusual in a definition.
 *
 * @param source the file
 * @param pointer the place in the file; a JSON pointer (RFC 6901), empty for the whole of it
 * @param message what is there, and what is allowed
 */
public record Finding(String source, String pointer, String message) {
  @Override
  public String toString() {
    return "%s#%s: %s".formatted(source, pointer, message);
  }
}
