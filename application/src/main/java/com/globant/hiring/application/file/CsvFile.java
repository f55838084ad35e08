package com.globant.hiring.application.file;

import java.nio.file.Path;

/**
 * A finished CSV file on local disk, there until its {@link CsvSpool} is closed.
 *
 * @param bytes its size
 * @param sha256 of its content, in lower-case hexadecimals
 * @param records without the header
 */
public record CsvFile(Path path, long bytes, String sha256, long records) {}
