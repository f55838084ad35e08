package com.globant.hiring.csv;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody has any further use for. */
final class Quietly {
  private Quietly() {}

  /** Closes; a failure has nobody left to tell, and must not hide why it was closed. */
  static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException | RuntimeException unused) {
      // See above.
    }
  }
}
