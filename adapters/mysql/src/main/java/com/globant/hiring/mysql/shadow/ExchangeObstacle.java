package com.globant.hiring.mysql.shadow;

import java.util.Locale;

/** Why a large load is written into its table itself rather than into one that replaces it. */
enum ExchangeObstacle {
  SWITCHED_OFF("database.exchange, or x-exchange of the table, is never"),
  OTHER_LARGE_LOAD("another large load of this instance has the connections for it"),
  TRIGGERS("the table has triggers, which an exchange would drop"),
  TRIGGER_PRIVILEGE(
      "the account cannot see the table's triggers; to mend that, GRANT TRIGGER on the schema"),
  FOREIGN_KEYS("foreign keys of other tables point to the table"),
  PROCESS_PRIVILEGE(
      "the account cannot see foreign keys of other schemas; to mend that, GRANT PROCESS ON *.*"),
  STATISTICS("the table has histograms, or statistics, which an exchange would drop"),
  STATISTICS_PRIVILEGE(
      "the account cannot see the table's statistics; to mend that, GRANT SELECT ON mysql.table_stats"),
  DEFINITION(
      "CREATE TABLE … LIKE does not copy all of the table: a foreign key, a named check, AUTO_INCREMENT, a directory of its own or a history"),
  CHANGED("another client has changed the table's definition since the load began"),
  OTHER_ROWS("other clients have added rows since the load began"),
  NOT_LOCKED("the table could not be locked"),
  FAILED("a statement for it failed");

  private final String text;

  ExchangeObstacle(String text) {
    this.text = text;
  }

  /** The reason, with advice if there is any. */
  String text() {
    return text;
  }

  /** The name in metrics. */
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
