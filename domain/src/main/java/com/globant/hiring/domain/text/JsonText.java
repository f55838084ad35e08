package com.globant.hiring.domain.text;

import com.globant.hiring.domain.raw.Undecodable;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a text is JSON (RFC 8259) and that MySQL stores it unchanged: MySQL drops all but one
 * of equal names, takes at most 100 levels, and keeps numbers as 64-bit integers or DOUBLE. A
 * 64-bit integer is always within the range of DOUBLE.
 */
public final class JsonText {
  /** MySQL takes no more levels. */
  private static final int MAX_DEPTH = 100;

  private static final Set<String> GEOJSON_TYPES =
      Set.of(
          "Point",
          "MultiPoint",
          "LineString",
          "MultiLineString",
          "Polygon",
          "MultiPolygon",
          "GeometryCollection",
          "Feature",
          "FeatureCollection");

  private final String text;
  private int position;
  private int elements;
  private @Nullable String type;

  /**
   * @param text without outer blanks
   */
  public JsonText(String text) {
    this.text = text;
  }

  /** What is wrong, or null. */
  public @Nullable String fault() {
    try {
      value(1);
      expect(position == text.length(), "has characters after the end of its JSON document");
      return null;
    } catch (Unreadable e) {
      return e.getMessage();
    }
  }

  /** How many members or elements a document has, that has no fault. */
  public static int elements(String json) {
    JsonText read = new JsonText(json);
    read.fault();
    return read.elements;
  }

  /** Whether the document has a type of GeoJSON; known after {@link #fault}. */
  public boolean isGeoJson() {
    return type != null && GEOJSON_TYPES.contains(type);
  }

  private void value(int depth) {
    expect(depth <= MAX_DEPTH, "has JSON of more than %d levels".formatted(MAX_DEPTH));
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object(int depth) {
    position++;
    Set<String> names = new HashSet<>();
    for (boolean more = !closes('}'); more; more = comma('}')) {
      expect(peek() == '"');
      String name = string();
      expect(names.add(name), "has two JSON members of the same name");
      blanks();
      expect(peek() == ':');
      position++;
      blanks();
      int from = position;
      value(depth + 1);
      if (depth == 1) {
        elements++;
        if (name.equals("type") && text.charAt(from) == '"') {
          type = text.substring(from + 1, position - 1);
        }
      }
    }
  }

  private void array(int depth) {
    position++;
    for (boolean more = !closes(']'); more; more = comma(']')) {
      value(depth + 1);
      elements += depth == 1 ? 1 : 0;
    }
  }

  private boolean closes(char end) {
    blanks();
    if (peek() != end) {
      return false;
    }
    position++;
    return true;
  }

  /** Whether another element follows; else takes the end. */
  private boolean comma(char end) {
    if (closes(end)) {
      return false;
    }
    expect(peek() == ',');
    position++;
    blanks();
    return true;
  }

  /** The string as it is written, but with its escapes read. */
  private String string() {
    position++;
    StringBuilder read = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      expect(c >= ' ');
      read.append(c == '\\' ? escape() : c);
    }
    expect(!Undecodable.isIn(read), "has half a surrogate pair in its JSON");
    return read.toString();
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
      default -> throw new Unreadable(at());
    };
  }

  private int hex() {
    char c = next();
    expect(HexFormat.isHexDigit(c));
    return HexFormat.fromHexDigit(c);
  }

  private void number() {
    int from = position;
    take('-');
    if (!take('0')) {
      expect(digits());
    }
    if (take('.')) {
      expect(digits());
    }
    if (take('e') || take('E')) {
      if (!take('-')) {
        take('+');
      }
      expect(digits());
    }
    expect(
        NumberText.fitsDouble(text.substring(from, position)),
        "has a number in its JSON that MySQL would change");
  }

  private boolean digits() {
    int from = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position > from;
  }

  private boolean take(char c) {
    boolean there = position < text.length() && text.charAt(position) == c;
    position += there ? 1 : 0;
    return there;
  }

  private void word(String word) {
    expect(text.startsWith(word, position));
    position += word.length();
  }

  private void blanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private char peek() {
    expect(position < text.length(), "ends in the middle of its JSON document");
    return text.charAt(position);
  }

  private char next() {
    char c = peek();
    position++;
    return c;
  }

  private String at() {
    return "is not JSON from its character %d on".formatted(position + 1);
  }

  private void expect(boolean right) {
    if (!right) {
      throw new Unreadable(at());
    }
  }

  private static void expect(boolean right, String fault) {
    if (!right) {
      throw new Unreadable(fault);
    }
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }
}
