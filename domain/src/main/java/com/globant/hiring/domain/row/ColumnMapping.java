package com.globant.hiring.domain.row;

import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.text.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a file are which columns of its table, as a client lists them.
 *
 * <p>If the file has a header, the entries are found by its names, in any order. Without a header,
 * they are the columns of the file in their order, and their names in the file do not count.
 *
 * <p>Written as {@code Employee No:id,Full name:name,Comment:-}: entries are separated by commas,
 * each with the name in the file, a colon, and the column of the table, or a dash for a column that
 * the table does not have. An entry without a colon names a column of the table, which has the same
 * name in the file, or is a dash. A backslash comes before a comma, a colon, a backslash or a dash
 * that is part of a name. Blanks around names do not count.
 */
public record ColumnMapping(List<Entry> entries) {

  /**
   * One column of the file.
   *
   * @param source its name in the file, or null if it is that of the table's column
   * @param column of the table, or null if the table does not have it
   */
  public record Entry(@Nullable String source, @Nullable String column) {

    /** Its name in a header; null for a bare dash, which is found by its position alone. */
    @Nullable String nameInHeader() {
      return source == null ? column : source;
    }

    private String text() {
      String target = column == null ? "-" : column.equals("-") ? "\\-" : escaped(column);
      return source == null ? target : escaped(source) + ":" + target;
    }

    private static String escaped(String name) {
      return name.replaceAll("[\\\\,:]", "\\\\$0");
    }
  }

  public ColumnMapping {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a list of columns.
   *
   * @throws IllegalArgumentException if it is malformed; the message says what is wrong, with the
   *     list as its subject
   */
  public static ColumnMapping parse(String text) {
    return new Parser(text).parse();
  }

  /** The list, which {@link #parse} reads again. */
  public String text() {
    return entries.stream().map(Entry::text).collect(Collectors.joining(","));
  }

  /**
   * What is wrong with the list for a table, whatever the file has: a column that the table does
   * not have, or one that is named twice. Null if nothing is.
   */
  public @Nullable String fault(Table table) {
    ColumnNames names = new ColumnNames(table);
    Set<Integer> columns = new TreeSet<>();
    Set<String> sources = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Entry entry : entries) {
      int position = entry.column() == null ? ColumnNames.UNKNOWN : names.position(entry.column());
      if (entry.column() != null && position < 0) {
        return "names '%s', which is %s of %s; its columns are %s"
            .formatted(
                HeaderFaults.cut(entry.column()),
                position == ColumnNames.AMBIGUOUS ? "the title of several columns" : "no column",
                table.name(),
                HeaderFaults.list(table.columnNames()));
      }
      if (position >= 0 && !columns.add(position)) {
        return "maps two columns of the file to '%s'; leave one of them out, or skip it with a dash"
            .formatted(table.columnNames().get(position));
      }
      String source = entry.nameInHeader();
      if (source != null && !sources.add(ColumnNames.plain(source))) {
        return "names the column '%s' of the file twice; name it once"
            .formatted(HeaderFaults.cut(source));
      }
    }
    return null;
  }

  private static final class Parser {
    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private boolean escapes;
    private boolean colon;
    private String source = "";

    Parser(String text) {
      this.text = text;
    }

    ColumnMapping parse() {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          i++;
          part.append(escaped(i));
          escapes = true;
        } else if (c == ',') {
          endEntry();
        } else if (c == ':') {
          endSource();
        } else {
          part.append(c);
        }
      }
      endEntry();
      return new ColumnMapping(entries);
    }

    private char escaped(int index) {
      char c = index < text.length() ? text.charAt(index) : ' ';
      if (",:\\-".indexOf(c) < 0) {
        throw new IllegalArgumentException(
            "has a backslash that is not followed by a comma, a colon, a dash or a backslash; write a backslash as \\\\");
      }
      return c;
    }

    private void endSource() {
      if (colon) {
        throw new IllegalArgumentException(
            "has an entry '%s:%s:…' with two colons; write a colon in a name as \\:"
                .formatted(source, part));
      }
      colon = true;
      source = Blanks.strip(part.toString());
      part.setLength(0);
      escapes = false;
    }

    private void endEntry() {
      String target = Blanks.strip(part.toString());
      if (target.isEmpty()) {
        throw new IllegalArgumentException(
            colon
                ? "does not say which column of the table '%s' is; name it, or write a dash to skip it"
                    .formatted(source)
                : "has an empty entry; write a dash for a column of the file that is skipped");
      }
      boolean skipped = target.equals("-") && !escapes;
      entries.add(new Entry(colon ? source : null, skipped ? null : target));
      part.setLength(0);
      escapes = false;
      colon = false;
    }
  }
}
