/**
 * A client of the service that loads CSV into MySQL tables. {@link
 * com.globant.hiring.client.HiringClient} is where to begin; {@code api} and {@code model} are
 * generated from the HTTP contract.
 */
@NullMarked
package com.globant.hiring.client;

import org.jspecify.annotations.NullMarked;
