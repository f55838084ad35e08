package com.globant.hiring.csv;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables whose files have a dialect. */
final class Dialects {
  private Dialects() {}

  static Table of(Table table, Dialect dialect) {
    return table(table.columns(), dialect, null);
  }

  static Table table(List<Column> columns, Dialect dialect, @Nullable Charset encoding) {
    return new Schema(
            "s",
            List.of(
                new TableDefinition(
                    "things",
                    null,
                    null,
                    columns,
                    List.of(),
                    List.of(),
                    List.of(),
                    FieldsMatch.EXACT,
                    TableDefinition.DEFAULT_MISSING_VALUES,
                    dialect,
                    encoding,
                    Exchange.AUTO)))
        .tables()
        .get(0);
  }
}
