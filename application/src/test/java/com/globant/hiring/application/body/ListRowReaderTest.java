package com.globant.hiring.application.body;

class ListRowReaderTest extends RowReaderContract {
  @Override
  protected RowReader reader() {
    return new ListRowReader(100);
  }
}
