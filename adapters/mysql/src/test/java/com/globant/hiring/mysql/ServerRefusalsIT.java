package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server refuses of a load reaches the client under a code that says what to do. */
class ServerRefusalsIT {
  private final TestSchema schema = new TestSchema();

  @BeforeEach
  void aRow() {
    schema.replace(HiringTables.JOBS, List.of(row(1, 1, "before")));
  }

  @AfterEach
  void drop() {
    schema.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE jobs ADD CONSTRAINT no_clerks CHECK (job <> 'clerk')|no_clerks",
        "CREATE TRIGGER no_more BEFORE INSERT ON jobs FOR EACH ROW SIGNAL SQLSTATE '45000' SET"
            + " MESSAGE_TEXT = 'no more jobs'|no more jobs",
        "ALTER TABLE jobs ADD CONSTRAINT boss FOREIGN KEY (id) REFERENCES departments (id)|boss",
      })
  void rowsThatARuleOfTheTableDoesNotTakeAreRefusedInItsWords(String rule, String said) {
    if (rule.contains("REFERENCES")) {
      schema.execute("INSERT INTO departments VALUES (1, 'a')");
    }
    schema.execute(rule);

    assertRefused("rows_refused", said, append(), row(1, 2, "before"), row(2, 3, "clerk"));
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
  }

  @Test
  void theSameHoldsOfRowsThatAreSentInFiles() {
    schema.execute("ALTER TABLE jobs ADD CONSTRAINT no_clerks CHECK (job <> 'clerk 700')");

    assertRefused(
        "rows_refused",
        "no_clerks",
        append(),
        IntStream.range(2, 2000).mapToObj(i -> row(i, i, "clerk " + i)).toArray(Row[]::new));
  }

  @Test
  void aPrivilegeThatIsMissingIsNamed() {
    TestDatabase limited = schema.withUser("secret");
    schema.execute("REVOKE ALL PRIVILEGES ON %s.* FROM %s".formatted(schema.name, limited.user()));
    schema.execute(
        "GRANT SELECT, DELETE, UPDATE ON %s.* TO %s".formatted(schema.name, limited.user()));
    MySqlAdapter adapter = MySqlAdapter.openIdle(schema.vertx, limited.settings(schema.name));
    LoadTransaction load =
        await(
            TestSchema.recorded(adapter)
                .begin(schema.plan(HiringTables.JOBS, true, DuplicateKeys.REJECT)));

    assertRefused("missing_privilege", "INSERT command denied for table", load, row(1, 2, "a"));
    await(adapter.close());
  }

  @Test
  void rowsOfAnotherTableThatNeedTheOldOnesKeepThem() {
    schema.execute(
        "CREATE TABLE owners (id INT PRIMARY KEY, job INT, CONSTRAINT theirs FOREIGN KEY (job)"
            + " REFERENCES jobs (id))");
    schema.execute("INSERT INTO owners VALUES (1, 1)");

    assertThatThrownBy(() -> schema.replace(HiringTables.JOBS, List.of(row(1, 2, "new"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code().wireName()).isEqualTo("referenced_rows"));
    schema.execute("DROP TABLE owners");
  }

  private LoadTransaction append() {
    return schema.begin(schema.plan(HiringTables.JOBS, true, DuplicateKeys.REJECT));
  }

  private static void assertRefused(String code, String said, LoadTransaction load, Row... rows) {
    assertThatThrownBy(() -> await(load.write(List.of(rows))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code().wireName()).isEqualTo(code);
              assertThat(refused.detail()).contains(said);
            });
    await(load.rollback());
  }
}
