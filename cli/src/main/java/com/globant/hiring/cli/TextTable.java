package com.globant.hiring.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table for people. Its rows are kept, so it is for pages, not for streams. */
final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(String... header) {
    lines.add(List.of(header));
  }

  /** Adds a row of as many cells as the header has; null is an empty one. */
  void row(@Nullable Object... cells) {
    lines.add(Stream.of(cells).map(cell -> Printable.of(Objects.toString(cell, ""))).toList());
  }

  void print(PrintWriter out) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int index = column;
      widths[column] = lines.stream().mapToInt(line -> width(line.get(index))).max().orElse(0);
      numbers[column] =
          lines.size() > 1
              && lines.stream().skip(1).allMatch(line -> line.get(index).matches("[0-9,.]*"));
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = line.get(column);
        String blanks = " ".repeat(widths[column] - width(cell));
        text.append(numbers[column] ? blanks + cell : cell + blanks).append("  ");
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
