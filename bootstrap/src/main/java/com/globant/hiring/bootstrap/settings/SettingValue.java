package com.globant.hiring.bootstrap.settings;

import org.jspecify.annotations.Nullable;

/**
 * A setting as it was written, not parsed.
 *
 * @param text null if null or nothing was written
 * @param list whether a list was written; its items are joined by commas
 * @param origin file and line or variable, for messages
 */
record SettingValue(@Nullable String text, boolean list, String origin) {}
