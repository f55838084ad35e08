package com.globant.hiring.bootstrap.settings;

import java.util.regex.Pattern;

/**
 * A setting that no log and no message may show.
 *
 * @param reveal its text without trailing newlines, which secrets made from files have
 */
public record Secret(String reveal) {
  private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+\\z");

  public Secret {
    reveal = withoutLineEnd(reveal);
  }

  public static String withoutLineEnd(String text) {
    return LINE_ENDS.matcher(text).replaceFirst("");
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
