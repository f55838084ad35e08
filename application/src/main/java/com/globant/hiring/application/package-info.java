/**
 * The use cases and their ports. Plain Java. Use cases give {@link
 * java.util.concurrent.CompletionStage}s and never block their callers: they do their work on
 * threads of their own.
 */
@NullMarked
package com.globant.hiring.application;

import org.jspecify.annotations.NullMarked;
