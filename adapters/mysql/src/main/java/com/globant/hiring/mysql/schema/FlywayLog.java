package com.globant.hiring.mysql.schema;

import org.flywaydb.core.api.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's messages at lower levels: its progress, its failures, which the caller reports, and its
 * warning about newer servers, with which this module is tested.
 */
final class FlywayLog implements Log {
  private static final String NEWER_SERVER = "newer than the version Flyway has been verified with";

  private final Logger log;

  FlywayLog(Class<?> source) {
    this.log = LoggerFactory.getLogger(source);
  }

  @Override
  public void debug(String message) {
    log.trace(message);
  }

  @Override
  public void info(String message) {
    log.debug(message);
  }

  @Override
  public void notice(String message) {
    log.debug(message);
  }

  @Override
  public void warn(String message) {
    if (message.contains(NEWER_SERVER)) {
      log.debug(message);
    } else {
      log.warn(message);
    }
  }

  @Override
  public void error(String message) {
    log.debug(message);
  }

  @Override
  public void error(String message, Exception failure) {
    log.debug(message, failure);
  }
}
