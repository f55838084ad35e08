package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts nothing: the settings must name the database and the bucket. */
public final class ConfiguredServices implements BackingServices {
  @Override
  public Settings start(Settings settings, Resources resources) {
    List<String> missing = new ArrayList<>();
    if (!settings.namesDatabase()) {
      missing.add("database.host (HIRING_DATABASE_HOST)");
    }
    if (!settings.namesBucket()) {
      missing.add("storage.bucket (HIRING_STORAGE_BUCKET)");
    }
    if (!missing.isEmpty()) {
      throw new StartFailed(
          "Set %s. Only ./hiring starts a database and an S3 server of its own."
              .formatted(String.join(" and ", missing)));
    }
    return settings;
  }

  @Override
  public Optional<Settings> startDatabase(Settings settings, Resources resources) {
    if (!settings.namesDatabase()) {
      throw new StartFailed("Set database.host (HIRING_DATABASE_HOST).");
    }
    return Optional.of(settings);
  }
}
