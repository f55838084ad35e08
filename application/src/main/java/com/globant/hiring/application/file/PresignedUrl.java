package com.globant.hiring.application.file;

import java.net.URI;
import java.time.Instant;

/**
 * A URL that reads one stored file without further credentials.
 *
 * @param expiresAt from when on it does not
 */
public record PresignedUrl(URI url, Instant expiresAt) {}
