package com.globant.hiring.bootstrap;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that has settings. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "YAML file of settings; needs only what it changes. Environment variables (HIRING_HTTP_PORT"
            + " and so on) win over it."
      })
  private @Nullable Path file;

  /** Reads the settings and configures the log. */
  public Settings settings(Map<String, String> environment) {
    Settings settings = Settings.read(file, environment);
    Logging.obey(settings.log());
    return settings;
  }
}
