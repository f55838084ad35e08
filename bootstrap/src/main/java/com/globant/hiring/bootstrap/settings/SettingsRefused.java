package com.globant.hiring.bootstrap.settings;

import java.util.List;

/** The settings cannot be used; the message lists all problems. */
public final class SettingsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsRefused(List<String> problems) {
    super(
        "The service was not started, its settings are wrong:\n  " + String.join("\n  ", problems));
  }
}
