package com.globant.hiring.application.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.FieldsMatch;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BulkLoadsTest {
  /** A table with one key or two, whose rows reference each other or not. */
  private static Table people(boolean severalKeys, ForeignKey... references) {
    TableDefinition people =
        new TableDefinition(
            "people",
            null,
            null,
            List.of(
                Column.of("id", IntegerType.INT),
                Column.of("badge", IntegerType.INT),
                Column.of("boss", IntegerType.INT)),
            List.of("id"),
            severalKeys ? List.of(List.of("badge")) : List.of(),
            List.of(references),
            FieldsMatch.EXACT,
            TableDefinition.DEFAULT_MISSING_VALUES,
            Dialect.DEFAULT,
            null,
            Exchange.AUTO);
    return new Schema("hiring", List.of(people)).tables().get(0);
  }

  @ParameterizedTest
  @EnumSource
  void updatesAndOwnReferencesOfTablesWithSeveralKeysAreNotPossible(DuplicateKeys duplicates) {
    ForeignKey boss = new ForeignKey(List.of("boss"), "people", List.of("id"));
    for (boolean append : List.of(false, true)) {
      assertThat(isPossible(people(false), append, duplicates)).isTrue();
      assertThat(isPossible(people(false, boss), append, duplicates)).isTrue();
      assertThat(isPossible(people(true), append, duplicates))
          .isEqualTo(duplicates != DuplicateKeys.UPDATE);
      assertThat(isPossible(people(true, boss), append, duplicates)).isFalse();
    }
  }

  private static boolean isPossible(Table table, boolean append, DuplicateKeys duplicates) {
    return BulkLoads.isPossible(
        RequestBuilder.request(table)
            .append(append)
            .source("s3://history/", LoadEngine.SPARK)
            .duplicates(duplicates)
            .build());
  }
}
