package com.globant.hiring.bootstrap.service;

import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.RowReaderContract;
import com.globant.hiring.csv.RowParser;

class FileRowsTest extends RowReaderContract {
  @Override
  protected RowReader reader() {
    return new FileRows(new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20));
  }
}
