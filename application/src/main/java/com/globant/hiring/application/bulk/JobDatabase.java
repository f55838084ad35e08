package com.globant.hiring.application.bulk;

import org.jspecify.annotations.Nullable;

/**
 * How the job of a bulk load reaches the database. Its password is not here: the engine gives it.
 *
 * @param user null if the engine gives that too
 * @param tls null, or a value of {@code sslMode} of MariaDB Connector/J
 * @param serviceSchema where the records of loads are
 */
public record JobDatabase(
    String host, int port, @Nullable String user, @Nullable String tls, String serviceSchema) {}
