package com.globant.hiring.bootstrap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A table in plain text, with numbers aligned to the right. */
public final class TextTable {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]*(\\.[0-9]+)?");
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  public TextTable(List<String> header) {
    lines.add(header);
  }

  /** Adds a row of as many cells as the header has. */
  public TextTable row(List<String> cells) {
    lines.add(cells);
    return this;
  }

  /**
   * The text of the table.
   *
   * @param most number of rows to show; the last line counts the others
   */
  public String text(int most) {
    List<List<String>> shown = lines.subList(0, Math.min(lines.size(), most + 1));
    List<Column> columns =
        IntStream.range(0, lines.get(0).size()).mapToObj(i -> column(shown, i)).toList();
    StringBuilder text = new StringBuilder();
    for (List<String> line : shown) {
      StringBuilder written = new StringBuilder("  ");
      for (int i = 0; i < columns.size(); i++) {
        written.append(columns.get(i).pad(line.get(i))).append(GAP);
      }
      text.append(written.toString().stripTrailing()).append('\n');
    }
    if (shown.size() < lines.size()) {
      text.append("  … %d more%n".formatted(lines.size() - shown.size()));
    }
    return text.toString();
  }

  private static Column column(List<List<String>> lines, int index) {
    List<String> cells = lines.stream().map(line -> line.get(index)).toList();
    return new Column(
        cells.stream().mapToInt(TextTable::width).max().orElse(0),
        cells.stream().skip(1).allMatch(cell -> NUMBER.matcher(cell).matches()));
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private record Column(int width, boolean numbers) {
    String pad(String cell) {
      String blanks = " ".repeat(width - TextTable.width(cell));
      return numbers ? blanks + cell : cell + blanks;
    }
  }
}
