package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.LengthBound;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Values of strings and JSON. */
final class TextDomains {
  private static final List<String> WORDS =
      List.of(
          "amber",
          "birch",
          "cobalt",
          "delta",
          "ember",
          "fjord",
          "granite",
          "hazel",
          "indigo",
          "jasper",
          "kelp",
          "linden",
          "maple",
          "níquel",
          "ocre",
          "pebble",
          "quartz",
          "río",
          "sienna",
          "thistle",
          "umbra",
          "violet",
          "willow",
          "xenon",
          "yarrow",
          "zinc",
          "übung",
          "çelik",
          "ångström",
          "łoś");

  /** Characters of two words and a number of a few digits. */
  private static final int ROOM_OF_WORDS = 24;

  private static final int RADIX = 36;

  /** Digits in this radix that a long has at least. */
  private static final int MOST_DIGITS = 12;

  private TextDomains() {}

  static Domain strings(Column column, StringType type) {
    int most = type.maxLength() == null ? Integer.MAX_VALUE : type.maxLength();
    int least = least(column);
    TextPattern pattern =
        column.constraints().stream()
            .filter(TextPattern.class::isInstance)
            .map(TextPattern.class::cast)
            .findFirst()
            .orElse(null);
    if (pattern != null) {
      return new PatternDomain(pattern.pattern());
    }
    return switch (type.format()) {
      case UUID ->
          of(
              Long.MAX_VALUE,
              index -> new UUID(SplitMix64.mixed(index), SplitMix64.mixed(~index)).toString());
      case EMAIL -> of(Long.MAX_VALUE, index -> padded("a", least - 16) + index + "@example.com");
      case URI ->
          of(Long.MAX_VALUE, index -> "https://example.com/" + padded("a", least - 21) + index);
      case DEFAULT -> most >= ROOM_OF_WORDS ? words(least, most) : codes(least, most);
    };
  }

  private static int least(Column column) {
    return column.constraints().stream()
        .filter(LengthBound.class::isInstance)
        .map(LengthBound.class::cast)
        .filter(LengthBound::minimum)
        .mapToInt(LengthBound::length)
        .max()
        .orElse(0);
  }

  private static Domain words(int least, int most) {
    int pairs = WORDS.size() * WORDS.size();
    int digits = Math.min(MOST_DIGITS, most - ROOM_OF_WORDS + 4);
    return new Domain((long) Math.pow(10, digits) * pairs) {
      @Override
      long draw(SplitMix64 random) {
        return random.below(pairs);
      }

      @Override
      String text(long index) {
        int pair = (int) (index % pairs);
        String number = index < pairs ? "" : " " + index / pairs;
        return padded(
            WORDS.get(pair % WORDS.size()) + " " + WORDS.get(pair / WORDS.size()) + number, least);
      }
    };
  }

  /** Letters and digits of one length. */
  private static Domain codes(int least, int most) {
    int length = Math.max(Math.min(most, 4), Math.min(least, most));
    int digits = Math.min(MOST_DIGITS, most);
    return of(
        (long) Math.pow(RADIX, digits),
        index -> {
          String code = Long.toString(index, RADIX).toUpperCase(Locale.ROOT);
          return "0".repeat(Math.max(0, length - code.length())) + code;
        });
  }

  private static String padded(String text, int least) {
    return text + "x".repeat(Math.max(0, least - text.length()));
  }

  static Domain json(Column column, JsonType type) {
    int size = Math.max(1, least(column));
    return switch (type.kind()) {
      case OBJECT ->
          of(
              Long.MAX_VALUE,
              index ->
                  LongStream.range(0, size)
                      .mapToObj(i -> "\"n%d\": %d".formatted(i, index))
                      .collect(Collectors.joining(", ", "{", "}")));
      case ARRAY ->
          of(
              Long.MAX_VALUE - size,
              index ->
                  LongStream.range(index, index + size)
                      .mapToObj(String::valueOf)
                      .collect(Collectors.joining(", ", "[", "]")));
      case GEOJSON ->
          of(
              Long.MAX_VALUE,
              index ->
                  "{\"type\": \"Point\", \"coordinates\": [%d, %d]}"
                      .formatted(index % 180, index / 180 % 90));
    };
  }

  static Domain of(long capacity, LongFunction<String> texts) {
    return new Domain(capacity) {
      @Override
      String text(long index) {
        return texts.apply(index);
      }
    };
  }
}
