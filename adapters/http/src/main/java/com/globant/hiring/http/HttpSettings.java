package com.globant.hiring.http;

import java.util.List;

/**
 * Settings of the HTTP server.
 *
 * @param address to listen on
 * @param port to listen on, 0 for any free one
 * @param schemas the schemas that may be loaded into
 * @param maxBodyBytes largest body, as sent and as decoded
 * @param maxConcurrentLoads loads at a time; more are refused
 */
public record HttpSettings(
    String address, int port, List<String> schemas, long maxBodyBytes, int maxConcurrentLoads) {}
