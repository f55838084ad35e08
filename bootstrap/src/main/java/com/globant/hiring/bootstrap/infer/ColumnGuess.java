package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.YearType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The type of a column, by all its values. */
final class ColumnGuess {
  private static final Pattern YEAR = Pattern.compile("\\b(year|jahr|año|ano|année|annee|anno)\\b");

  /** Proposed limits of texts; above the last one, a text has none. */
  private static final List<Integer> LENGTHS = List.of(10, 20, 50, 100, 255, 1000, 4000);

  /** How much longer than the longest value texts may be. */
  private static final double ROOM = 1.5;

  private final boolean namedYear;
  private final List<ColumnType> types = Candidates.types();
  private final NumberGuess numbers;
  private final Set<String> missingTexts = new TreeSet<>();
  private boolean years = true;
  private boolean unclear;
  private boolean nulls;
  private boolean blanks;
  private boolean sawTrue;
  private boolean sawFalse;
  private long values;
  private int longest;

  /**
   * @param type that all values have
   * @param required whether every row has a value
   * @param missingValues texts that mean that there is no value, besides the empty one
   * @param note what could not be decided, or null
   */
  record Guess(
      ColumnType type, boolean required, List<String> missingValues, @Nullable String note) {}

  /**
   * @param name of the column
   */
  ColumnGuess(String name, Delimiter delimiter) {
    this.namedYear = YEAR.matcher(name.toLowerCase(Locale.ROOT).replace('_', ' ')).find();
    this.numbers = new NumberGuess(delimiter);
  }

  void accept(@Nullable String text) {
    if (text == null) {
      nulls = true;
      return;
    }
    longest = Math.max(longest, text.codePointCount(0, text.length()));
    if (Blanks.only(text)) {
      blanks = true;
      return;
    }
    if (text.length() <= 7 && Candidates.MISSING.contains(Blanks.strip(text))) {
      missingTexts.add(Blanks.strip(text));
      return;
    }
    values++;
    numbers.accept(text);
    if (!types.isEmpty()) {
      types.removeIf(type -> type.parse(text) instanceof Fault);
      noteTruth(text);
      unclear |=
          isFormatted() && types.stream().map(type -> type.parse(text)).distinct().count() > 1;
    }
    years = years && namedYear && !(new YearType().parse(text) instanceof Fault);
  }

  private void noteTruth(String text) {
    if (!types.isEmpty() && types.get(0) instanceof BooleanType type) {
      boolean value = Boolean.TRUE.equals(type.parse(text));
      sawTrue |= value;
      sawFalse |= !value;
    }
  }

  Guess guess() {
    if (values == 0) {
      return text(null);
    }
    if (years) {
      return of(new YearType());
    }
    if (numbers.isPossible()) {
      ColumnType type = numbers.type();
      return type == null
          ? text(
              "could have a decimal comma or thousands; declare it as a number if you know which")
          : of(type);
    }
    return types.isEmpty() ? text(null) : ofFirst();
  }

  private Guess ofFirst() {
    ColumnType first = types.get(0);
    if (first instanceof BooleanType words
        && !words.equals(BooleanType.DEFAULT)
        && !(sawTrue && sawFalse)) {
      return text(null);
    }
    if (first instanceof StringType && blanks) {
      return text(null);
    }
    return types.size() > 1 && unclear
        ? text("has day and month in an unclear order; declare it as a date with a format")
        : of(first);
  }

  /** Whether the likeliest type has a format, which may be one of several with other values. */
  private boolean isFormatted() {
    return types.size() > 1
        && ((types.get(0) instanceof DateType date && date.format() != null)
            || (types.get(0) instanceof DatetimeType datetime && datetime.format() != null));
  }

  private Guess of(ColumnType type) {
    boolean text = type instanceof StringType;
    List<String> missing = new ArrayList<>(missingTexts);
    missing.sort(Comparator.naturalOrder());
    return new Guess(type, !nulls && (text || !blanks) && missing.isEmpty(), missing, null);
  }

  private Guess text(@Nullable String note) {
    Integer limit =
        LENGTHS.stream().filter(length -> length >= longest * ROOM).findFirst().orElse(null);
    return new Guess(
        new StringType(values == 0 && missingTexts.isEmpty() ? null : limit),
        !nulls,
        List.of(),
        note);
  }
}
