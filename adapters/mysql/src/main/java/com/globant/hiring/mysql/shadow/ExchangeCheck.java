package com.globant.hiring.mysql.shadow;

import com.globant.hiring.mysql.connection.Session;
import io.vertx.core.Future;

/**
 * Proves that a {@link ShadowTable} can take the place of the table that is loaded without a loss.
 * To be repeated right before it does, since other clients may have changed the table meanwhile.
 * Each method fails with {@link NotExchangeable} if it cannot.
 */
final class ExchangeCheck {
  private final Session session;
  private final ShadowTable shadow;

  /**
   * @param session that is not the load's, which must not have used the table
   */
  ExchangeCheck(Session session, ShadowTable shadow) {
    this.session = session;
    this.shadow = shadow;
  }

  /** Before there is a shadow table. */
  Future<Void> requireExchangeable() {
    return requireNothingAttached()
        .compose(nothing -> definition(shadow.table().name()))
        .compose(
            definition ->
                definition.isExchangeable()
                    ? Future.succeededFuture()
                    : NotExchangeable.because(ExchangeObstacle.DEFINITION));
  }

  /** When the shadow table was made: whether it is like the other one in everything. */
  Future<Void> requireCopied() {
    return requireEqual(ExchangeObstacle.DEFINITION);
  }

  /** When nobody else can change the table, or, on MariaDB, immediately before the exchange. */
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
