package com.globant.hiring.mysql.schema;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.ContentVersions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the privileges of the service's account. docs/operating.md has the same list. */
record NeededGrants(AccountGrants grants, MySqlSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(NeededGrants.class);

  private static final List<String> ROWS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  /** Needed to fill a new table and to prove that it can be exchanged. */
  private static final List<String> EXCHANGE =
      List.of("CREATE", "ALTER", "DROP", "LOCK TABLES", "TRIGGER");

  /**
   * Privileges without which the service does not work, each with the statement that grants it.
   *
   * @param incomplete schemas in which tables are missing
   */
  List<String> missing(Collection<String> incomplete) {
    List<String> missing = new ArrayList<>();
    for (Schema schema : settings.catalog().schemas()) {
      List<String> lacking =
          ROWS.stream().filter(privilege -> !onEachTable(privilege, schema)).toList();
      missing.addAll(grantsOf(lacking, schema.name()));
    }
    missing.addAll(
        grantsOf(
            ROWS.stream()
                .filter(privilege -> !grants.has(privilege, settings.serviceSchema()))
                .toList(),
            settings.serviceSchema()));
    for (String schema : incomplete) {
      if (!grants.has("CREATE", schema)) {
        missing.addAll(grantsOf(List.of("CREATE"), schema));
      }
    }
    return missing;
  }

  private boolean onEachTable(String privilege, Schema schema) {
    return grants.has(privilege, schema.name())
        || Stream.concat(
                schema.tables().stream().map(Table::name),
                HiringTables.areIn(schema) ? ContentVersions.TABLES.stream() : Stream.empty())
            .allMatch(table -> grants.has(privilege, schema.name(), table));
  }

  private static List<String> grantsOf(List<String> privileges, String schema) {
    return privileges.isEmpty()
        ? Collections.emptyList()
        : List.of(
            "the account has no %1$s on schema %2$s: GRANT %1$s ON %3$s.* TO the account"
                .formatted(String.join(", ", privileges), schema, Sql.quoted(schema)));
  }

  /** Logs what is slower because a privilege is missing. */
  void warn() {
    for (String schema : settings.schemas()) {
      List<String> lacking =
          EXCHANGE.stream().filter(privilege -> !grants.has(privilege, schema)).toList();
      if (!lacking.isEmpty()) {
        LOG.warn(
            "The account has no {} on schema {}: large loads write into the table itself, which"
                + " takes about twice as long",
            String.join(", ", lacking),
            schema);
      }
    }
    if (!grants.has("PROCESS", settings.serviceSchema())) {
      LOG.warn(
          "The account has no PROCESS, and cannot see whether tables of other schemas reference"
              + " those that it loads: large loads write into the table itself, which takes longer;"
              + " GRANT PROCESS ON *.* TO the account");
    }
  }
}
