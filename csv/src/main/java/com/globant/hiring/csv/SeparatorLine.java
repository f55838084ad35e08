package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A first line {@code sep=;}, which names the delimiter for Excel. It is no row. */
record SeparatorLine(char separator) {
  /** Programs that do not know the line quote it, or add empty fields. */
  private static final Pattern LINE =
      Pattern.compile(
          "[\\uFEFF\\u200B]*(\"?)sep=([^\\p{L}\\p{N}\" ])\\1(?:\\2| )*", Pattern.CASE_INSENSITIVE);

  /** The line, or null if it is something else. */
  static @Nullable SeparatorLine in(String firstLine) {
    Matcher line = LINE.matcher(firstLine);
    return line.matches() ? new SeparatorLine(line.group(2).charAt(0)) : null;
  }

  /**
   * The delimiter that it names.
   *
   * @throws FileRefused if it is none of {@link Delimiter}
   */
  Delimiter delimiter() {
    return Delimiter.of(separator)
        .orElseThrow(
            () ->
                new FileRefused(
                    Reason.MALFORMED_CSV,
                    "line 1: sep=%s names a delimiter that is not read; separate the fields by commas, semicolons, tabs or vertical bars"
                        .formatted(separator)));
  }
}
