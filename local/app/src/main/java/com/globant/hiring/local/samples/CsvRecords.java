package com.globant.hiring.local.samples;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/** Writes records with a line feed after each. */
final class CsvRecords {
  private static final String SPECIAL = ",;|\t\r\n\"";

  private final Writer out;
  private final String delimiter;
  private final String quote;

  CsvRecords(OutputStream out, Charset charset, char delimiter, char quote) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, charset));
    this.delimiter = String.valueOf(delimiter);
    this.quote = String.valueOf(quote);
  }

  /** Whether a part of a field needs quotes: also if only another delimiter would need them. */
  static boolean hasSpecial(String text) {
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** Adds a field, in quotes if needed. */
  void field(String text) throws IOException {
    field(
        text,
        hasSpecial(text) || text.contains(quote) || text.startsWith(" ") || text.startsWith("#"));
  }

  void field(String text, boolean quoted) throws IOException {
    out.write(quoted ? quote + text.replace(quote, quote + quote) + quote : text);
  }

  /** Whether fields are quoted as in RFC 4180. */
  boolean hasUsualQuotes() {
    return quote.equals("\"");
  }

  void delimiter() throws IOException {
    out.write(delimiter);
  }

  void endRecord() throws IOException {
    out.write('\n');
  }

  void flush() throws IOException {
    out.flush();
  }
}
