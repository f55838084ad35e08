package com.globant.hiring.bootstrap.service;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads bodies with the parsers of CSV and JSON. */
record FileRows(RowParser parser) implements RowReader {
  @Override
  public RawRows open(Table table, @Nullable Delimiter delimiter, Body.Opened body)
      throws IOException {
    return switch (body.format()) {
      case CSV -> parser.csv(table, body.bytes(), body.charset(), delimiter);
      case JSON -> parser.json(table, body.bytes());
    };
  }
}
