package com.globant.hiring.bootstrap;

import java.util.regex.Pattern;

/**
 * A setting that no log and no message may show.
 *
 * @param reveal without the newline that files, and secrets made from files, end in
 */
public record Secret(String reveal) {
  private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+\\z");

  public Secret {
    reveal = withoutLineEnd(reveal);
  }

  static String withoutLineEnd(String text) {
    return LINE_ENDS.matcher(text).replaceFirst("");
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
