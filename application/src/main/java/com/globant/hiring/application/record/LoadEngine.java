package com.globant.hiring.application.record;

/** What reads the files of a source and writes their rows. */
public enum LoadEngine {
  /** The service decides, by the size of the files. */
  AUTO,
  /** The service itself. */
  SERVICE,
  /** A job on Apache Spark. */
  SPARK
}
