package com.globant.hiring.client;

import com.globant.hiring.client.model.Load;

/**
 * The state of a load while it is watched.
 *
 * @param ended whether this is the last event: the load has ended
 */
public record LoadEvent(boolean ended, Load load) {}
