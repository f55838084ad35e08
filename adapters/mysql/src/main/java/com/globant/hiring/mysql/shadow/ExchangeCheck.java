package com.globant.hiring.mysql.shadow;

import com.globant.hiring.mysql.connection.BlockingSession;

/**
 * Proves that a {@link ShadowTable} can replace the loaded table without losing anything. To be
 * repeated right before the exchange, since other clients may change the table. Each method fails
 * with {@link NotExchangeable} if the tables cannot be exchanged.
 *
 * @param session not that of the load, which must not use the table
 */
record ExchangeCheck(BlockingSession session, ShadowTable shadow) {

  /** Before the shadow table is created. */
  void requireExchangeable() {
    TableAttachments.requireNone(session, shadow.schema(), shadow.table());
    NotExchangeable.unless(
        definition(shadow.table().name()).isExchangeable(), ExchangeObstacle.DEFINITION);
  }

  /** After the shadow table was created: whether it equals the other one. */
  void requireCopied() {
    requireEqual(ExchangeObstacle.DEFINITION);
  }

  /** While the table is locked or, on MariaDB, immediately before the exchange. */
  void requireUnchanged() {
    TableAttachments.requireNone(session, shadow.schema(), shadow.table());
    requireEqual(ExchangeObstacle.CHANGED);
  }

  private void requireEqual(ExchangeObstacle otherwise) {
    NotExchangeable.unless(
        definition(shadow.table().name()).equals(definition(shadow.filled())), otherwise);
  }

  private TableDdl definition(String name) {
    return TableDdl.of(session, shadow.schema(), name);
  }
}
