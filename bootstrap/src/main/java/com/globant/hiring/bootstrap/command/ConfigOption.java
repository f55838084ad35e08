package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.log.Logging;
import com.globant.hiring.bootstrap.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, of every command that has settings. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "YAML file with the settings to change. Environment variables (such as HIRING_HTTP_PORT)"
            + " override it."
      })
  private @Nullable Path file;

  /** Reads the settings and configures the log. */
  public Settings settings(Map<String, String> environment) {
    Settings settings = Settings.read(file, environment);
    Logging.obey(settings.log());
    return settings;
  }
}
