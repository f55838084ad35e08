package com.globant.hiring.domain.raw;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What separates the fields of a CSV record. */
public enum Delimiter {
  COMMA(',', "commas", ","),
  SEMICOLON(';', "semicolons", ";"),
  TAB('\t', "tabs", "tab"),
  PIPE('|', "vertical bars", "|");

  private final char character;
  private final String plural;
  private final String word;

  Delimiter(char character, String plural, String word) {
    this.character = character;
    this.plural = plural;
    this.word = word;
  }

  public char character() {
    return character;
  }

  /** A name in the plural, for messages. */
  public String plural() {
    return plural;
  }

  /** The character, or the name of one that is not visible. */
  public String word() {
    return word;
  }

  /** The delimiter that is this character. */
  public static Optional<Delimiter> of(char character) {
    return Arrays.stream(values()).filter(one -> one.character == character).findFirst();
  }

  /** The delimiter that is this character or has this {@link #word}. */
  public static Optional<Delimiter> named(String text) {
    return Arrays.stream(values())
        .filter(one -> text.equals(one.word) || text.equals(String.valueOf(one.character)))
        .findFirst();
  }

  /**
   * The delimiter that a file seems to have instead of the one that it was read with.
   *
   * @param records the raw text of the first records
   * @param columns how many fields a record should have
   * @param quote around fields that hold delimiters
   * @return one that at least half of the records have, and that divides each of these into as many
   *     fields as there should be
   */
  public static Optional<Delimiter> fitting(
      List<String> records, int columns, char quote, Delimiter used) {
    return Arrays.stream(values())
        .filter(one -> one != used && one.fits(records, columns, quote))
        .findFirst();
  }

  private boolean fits(List<String> records, int columns, char quote) {
    int fitting = 0;
    for (String text : records) {
      int fields = fields(text, text.length(), quote);
      if (fields > 1) {
        int last = text.length();
        while (last > 0 && text.charAt(last - 1) == character) {
          last--;
        }
        // Empty fields at the end may be missing values, or surplus.
        if (fields < columns || fields(text, last, quote) > columns) {
          return false;
        }
        fitting++;
      }
    }
    return fitting > 0 && 2 * fitting >= records.size();
  }

  private int fields(String text, int end, char quote) {
    int fields = 1;
    boolean quoted = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == quote) {
        quoted = !quoted;
      } else if (c == character && !quoted) {
        fields++;
      }
    }
    return fields;
  }
}
