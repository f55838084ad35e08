package com.globant.hiring.application.load;

class ListRowReaderTest extends RowReaderContract {
  @Override
  protected RowReader reader() {
    return new ListRowReader(100);
  }
}
