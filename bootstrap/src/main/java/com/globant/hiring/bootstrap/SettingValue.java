package com.globant.hiring.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A setting as it was written, before anybody asks what it means.
 *
 * @param text null where null or nothing was written
 * @param list whether a list was written; its items are then joined by commas
 * @param origin where it was written, for messages
 */
record SettingValue(@Nullable String text, boolean list, String origin) {}
