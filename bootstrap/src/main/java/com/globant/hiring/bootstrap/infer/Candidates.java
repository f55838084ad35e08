package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.text.TimeFormat;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TimeType;
import com.globant.hiring.domain.type.YearMonthType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What is looked for in columns, what is likeliest first. */
final class Candidates {
  /** Texts that often mean that there is no value. In columns of text, they are text. */
  static final Set<String> MISSING =
      Set.of(
          "NA", "N/A", "n/a", "#N/A", "NULL", "null", "Null", "\\N", "None", "none", "NaN", "nan",
          "-", "--", ".", "..", "?", "unknown", "#NV", "k. A.", "s/d");

  /** How numbers are written. */
  static final List<NumberNotation> NOTATIONS =
      List.of(
          NumberNotation.DEFAULT,
          new NumberNotation('.', ',', true),
          new NumberNotation(',', null, true),
          new NumberNotation(',', '.', true),
          new NumberNotation(',', ' ', true),
          new NumberNotation(',', '\u00A0', true),
          new NumberNotation(',', '\u202F', true),
          new NumberNotation('.', ' ', true),
          new NumberNotation('.', '\'', true),
          new NumberNotation('.', '’', true));

  /** Words for true and false that people and programs write. */
  private static final String[][] WORDS = {
    {"yes", "no"},
    {"y", "n"},
    {"t", "f"},
    {"on", "off"},
    {"ja", "nein"},
    {"wahr", "falsch"},
    {"oui", "non"},
    {"vrai", "faux"},
    {"sí", "no"},
    {"si", "no"},
    {"verdadero", "falso"},
    {"sim", "não"},
    {"vero", "falso"}
  };

  private static final List<String> DAYS =
      List.of(
          "%d/%m/%Y",
          "%m/%d/%Y",
          "%d.%m.%Y",
          "%d-%m-%Y",
          "%m-%d-%Y",
          "%Y/%m/%d",
          "%Y.%m.%d",
          "%d/%m/%y",
          "%m/%d/%y",
          "%d.%m.%y",
          "%d %b %Y",
          "%d-%b-%Y",
          "%d-%b-%y",
          "%b %d, %Y",
          "%B %d, %Y",
          "%d %B %Y");

  private static final List<String> CLOCKS =
      List.of(" %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p");

  private Candidates() {}

  /** All types but numbers and text. */
  static List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>();
    types.add(BooleanType.DEFAULT);
    for (String[] words : WORDS) {
      types.add(new BooleanType(spellings(words[0]), spellings(words[1])));
    }
    types.add(new DateType(null));
    DAYS.forEach(day -> types.add(new DateType(new TimeFormat(day))));
    types.add(DatetimeType.ISO);
    Stream.concat(Stream.of("%Y-%m-%d"), DAYS.stream())
        .flatMap(day -> CLOCKS.stream().map(clock -> new TimeFormat(day + clock)))
        .forEach(format -> types.add(new DatetimeType(format)));
    types.add(new TimeType(null));
    types.add(new TimeType(new TimeFormat("%I:%M %p")));
    types.add(new TimeType(new TimeFormat("%I:%M:%S %p")));
    types.add(new YearMonthType());
    types.add(new StringType(null, StringType.Format.UUID));
    types.add(new JsonType(JsonType.Kind.GEOJSON));
    types.add(new JsonType(JsonType.Kind.OBJECT));
    types.add(new JsonType(JsonType.Kind.ARRAY));
    return types;
  }

  private static List<String> spellings(String word) {
    String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    String upper = word.toUpperCase(Locale.ROOT);
    return Stream.of(word, capital, upper).distinct().toList();
  }
}
