package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import java.util.Optional;

/**
 * Where the database and the bucket of a service come from if its settings name none. All calls
 * block until what they start accepts connections.
 */
public interface BackingServices {
  /**
   * Starts a database and a bucket in place of those that the settings do not name.
   *
   * @param resources closes what was started
   * @return settings that name both
   * @throws StartFailed if a part that the settings do not name cannot be started
   */
  Settings start(Settings settings, Resources resources);

  /**
   * Starts the database alone, for commands that work on what was loaded before.
   *
   * @return settings that name it; empty if there is none, because nothing was ever loaded
   */
  Optional<Settings> startDatabase(Settings settings, Resources resources);
}
