package com.globant.hiring.application.bulk;

import org.jspecify.annotations.Nullable;

/**
 * How the job of a bulk load reaches the database. Its password is not here: the engine gives it.
 *
 * @param user null if the engine gives that too
 * @param tls null, or a value of {@code sslMode} of MariaDB Connector/J
 * @param tlsAuthorities certificates as PEM, since workers do not have the service's file; null for
 *     the authorities of their JDK
 * @param serviceSchema where the records of loads are
 */
public record JobDatabase(
    String host,
    int port,
    @Nullable String user,
    @Nullable String tls,
    @Nullable String tlsAuthorities,
    String serviceSchema) {}
