package com.globant.hiring.application.record;

/**
 * How many files of a source were read.
 *
 * @param done files that were read to their ends
 * @param total files that were found
 */
public record FilesRead(int done, int total) {}
