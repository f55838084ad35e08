package com.globant.hiring.csv;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.Undecodable;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes to a client what is wrong with text that is no JSON. The parser's messages are made for
 * programmers; only the word or the character at fault is taken from them.
 */
final class JsonFault {
  private static final Pattern WORD = Pattern.compile("(?i)token '([^']*)'");
  private static final Pattern CHARACTER = Pattern.compile("code (\\d+)");
  private static final Set<String> NULLS =
      Set.of("none", "nan", "+nan", "-nan", "null", "nil", "na", "n", "undefined", "nat");
  private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no");
  private static final int SHOWN_CHARACTERS = 40;

  /** A token that a message names before this position is the one at fault. */
  private static final int FIRST_WORDS = 20;

  private JsonFault() {}

  static FileRefused invalid(String detail) {
    return new FileRefused(Reason.INVALID_JSON, detail);
  }

  static FileRefused syntax(JsonProcessingException failure) {
    return new FileRefused(
        Reason.INVALID_JSON,
        "%s: %s".formatted(place(failure.getLocation()), of(failure)),
        failure);
  }

  static FileRefused tooLarge(@Nullable JsonLocation location, long row, Limits limits) {
    return new FileRefused(
        Reason.FIELD_TOO_LARGE,
        "%s: a value or key of row %d is larger than %d bytes"
            .formatted(place(location), row, limits.fieldBytes()));
  }

  /** Where the parser is. */
  static String place(JsonParser json) {
    return place(json.currentTokenLocation());
  }

  static String place(@Nullable JsonLocation location) {
    return location == null
        ? "somewhere in the text"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String of(JsonProcessingException failure) {
    String complaint = String.valueOf(failure.getOriginalMessage());
    if (failure instanceof JsonEOFException || complaint.contains("end-of-input")) {
      return "the text ends too early";
    }
    Matcher word = WORD.matcher(complaint);
    // Messages name the valid words too, but later.
    if (word.find() && word.start() < FIRST_WORDS) {
      return word(word.group(1));
    }
    if (complaint.contains("unquoted character")) {
      return "a string holds a line end or another control character; write it as an escape such as \\n";
    }
    if (complaint.contains("character escape")) {
      return "a string holds a backslash that begins no escape; write two of them for one";
    }
    if (complaint.contains("close marker")) {
      return "a bracket is closed that is not the last one opened";
    }
    Matcher character = CHARACTER.matcher(complaint);
    if (complaint.contains("umeric value") || complaint.contains("zeroes")) {
      return number();
    }
    return character.find()
        ? character((char) Integer.parseInt(character.group(1)))
        : "the text is no JSON";
  }

  private static String word(String text) {
    String word = Undecodable.spelledOut(text);
    String lower = word.toLowerCase(Locale.ROOT);
    if (NULLS.contains(lower) || lower.contains("inf")) {
      return "%s is no JSON; write null".formatted(word);
    }
    if (BOOLEANS.contains(lower)) {
      return "%s is no JSON; write true or false, or a string".formatted(word);
    }
    return "'%s' is no JSON; put text in double quotes"
        .formatted(word.length() <= SHOWN_CHARACTERS ? word : word.substring(0, SHOWN_CHARACTERS));
  }

  private static String number() {
    return "a number is not written as in JSON; write digits with an optional minus sign and no zero before them";
  }

  private static String character(char c) {
    return switch (c) {
      case '\'' -> "single quotes are no JSON; put keys and text in double quotes";
      case '/', '#' -> "comments are no JSON; leave them out";
      case '+', '.', '-' -> number();
      default ->
          Character.isISOControl(c)
              ? "the control character U+%04X is no JSON".formatted((int) c)
              : "'%s' cannot stand here in JSON"
                  .formatted(Undecodable.spelledOut(String.valueOf(c)));
    };
  }
}
