package com.globant.hiring.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Drops blanks at the beginning of fields, which the parser would take for a part of them. */
final class InitialSpaceFilter extends FilterReader {
  private final RecordScanner records;

  /**
   * @param source at the beginning of a record
   */
  InitialSpaceFilter(Reader source, Limits limits, CsvFormat format) {
    super(source);
    this.records = new RecordScanner(limits, format);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int kept = 0;
    while (kept == 0) {
      int count = in.read(target, offset, length);
      if (count <= 0) {
        return count;
      }
      kept = records.dropInitialSpace(target, offset, count);
    }
    return kept;
  }
}
