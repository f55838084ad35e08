package com.globant.hiring.mysql.shadow;

import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;

/**
 * Proves that a {@link ShadowTable} can replace the loaded table without losing anything. To be
 * repeated right before the exchange, since other clients may change the table. Each method fails
 * with {@link NotExchangeable} if the tables cannot be exchanged.
 */
final class ExchangeCheck {
  private final Session session;
  private final ShadowTable shadow;

  /**
   * @param session not that of the load, which must not use the table
   */
  ExchangeCheck(Session session, ShadowTable shadow) {
    this.session = session;
    this.shadow = shadow;
  }

  /** Before the shadow table is created. */
  Future<Void> requireExchangeable() {
    return requireNothingAttached()
        .compose(nothing -> definition(shadow.table().name()))
        .compose(
            definition ->
                definition.isExchangeable()
                    ? Future.succeededFuture()
                    : NotExchangeable.because(ExchangeObstacle.DEFINITION));
  }

  /** After the shadow table was created: whether it equals the other one. */
  Future<Void> requireCopied() {
    return requireEqual(ExchangeObstacle.DEFINITION);
  }

  /** While the table is locked or, on MariaDB, immediately before the exchange. */
  Future<Void> requireUnchanged() {
    Future<Void> attached = requireNothingAttached();
    Future<Void> equal = requireEqual(ExchangeObstacle.CHANGED);
    return attached.compose(nothing -> equal);
  }

  private Future<Void> requireNothingAttached() {
    return TableAttachments.obstacle(session, shadow.schema(), shadow.table())
        .compose(
            obstacle ->
                obstacle.isEmpty()
                    ? Future.succeededFuture()
                    : NotExchangeable.because(obstacle.get()));
  }

  private Future<Void> requireEqual(ExchangeObstacle otherwise) {
    Future<TableDefinition> loaded = definition(shadow.table().name());
    Future<TableDefinition> filled = definition(shadow.filled());
    return Future.all(loaded, filled)
        .compose(
            read ->
                loaded.result().equals(filled.result())
                    ? Future.succeededFuture()
                    : NotExchangeable.because(otherwise));
  }

  private Future<TableDefinition> definition(String name) {
    return TableDefinition.of(session, shadow.schema(), name);
  }
}
