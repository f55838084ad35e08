package com.globant.hiring.application.body;

/**
 * A file of a source, as it was found.
 *
 * @param name by which a source names it too
 * @param bytes as stored
 * @param version differs if the content does, such as an ETag
 */
public record SourceFile(String name, long bytes, String version) {}
