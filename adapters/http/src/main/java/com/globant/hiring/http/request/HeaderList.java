package com.globant.hiring.http.request;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header fields that are lists (RFC 9110, section 5.6.1) of elements with parameters. Separators in
 * quotes are part of the element.
 */
public final class HeaderList {
  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"?";
  private static final Pattern ELEMENT = Pattern.compile("(?:[^,\"]|" + QUOTED + ")++");
  private static final Pattern PART = Pattern.compile("(?:[^;\"]|" + QUOTED + ")++");

  private HeaderList() {}

  /** The elements of all lines of a field, trimmed and without empty ones. */
  public static List<String> elements(List<String> lines) {
    return split(ELEMENT, String.join(",", lines));
  }

  /** The parts of an element: its value, followed by its parameters. */
  static List<String> parts(String element) {
    return split(PART, element);
  }

  private static List<String> split(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher
        .results()
        .map(found -> found.group().strip())
        .filter(found -> !found.isEmpty())
        .toList();
  }
}
