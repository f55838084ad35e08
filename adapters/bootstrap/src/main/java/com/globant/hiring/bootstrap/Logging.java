package com.globant.hiring.bootstrap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The log; see logback.xml for the rest of it. */
final class Logging {
  private static final String OURS = "com.globant.hiring";

  private Logging() {}

  /** Sets the least level of what the service itself logs. */
  static void setLevel(Settings.LogLevel level) {
    ((Logger) LoggerFactory.getLogger(OURS)).setLevel(Level.valueOf(level.name()));
  }
}
