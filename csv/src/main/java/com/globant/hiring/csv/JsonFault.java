package com.globant.hiring.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.globant.hiring.domain.row.Undecodable;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  static String of(JsonProcessingException failure) {
    if (failure instanceof JsonEOFException) {
      return "the text ends too early";
    }
    String complaint = String.valueOf(failure.getOriginalMessage());
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
      return "%s is no JSON; values are integers, strings or null".formatted(word);
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
