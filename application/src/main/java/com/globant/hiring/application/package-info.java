/**
 * The use cases, and the ports through which they reach the world. Plain Java: single results are
 * {@link java.util.concurrent.CompletionStage}s, streams are pulled, nothing here blocks a caller.
 */
@NullMarked
package com.globant.hiring.application;

import org.jspecify.annotations.NullMarked;
