package com.globant.hiring.bootstrap;

import com.globant.hiring.application.load.RowReader;
import com.globant.hiring.application.load.RowReaderContract;
import com.globant.hiring.csv.RowParser;

class FileRowsTest extends RowReaderContract {
  @Override
  protected RowReader reader() {
    return new FileRows(new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20));
  }
}
