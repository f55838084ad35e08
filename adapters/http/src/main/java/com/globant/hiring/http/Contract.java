package com.globant.hiring.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.openapi.RouterBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The packaged contract. */
final class Contract {
  private static final String RESOURCE = "openapi/openapi.yaml";

  private Contract() {}

  static Buffer text() {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("The contract is not on the class path");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the contract by way of a temporary file. By the name of the resource alone, Vert.x would
   * take a file of that name in the working directory, and it never answers where the path has a
   * blank.
   */
  static Future<RouterBuilder> builder(Vertx vertx, Buffer text) {
    return vertx
        .fileSystem()
        .createTempFile("hiring-openapi-", ".yaml")
        .compose(
            file ->
                vertx
                    .fileSystem()
                    .writeFile(file, text)
                    .compose(
                        written -> RouterBuilder.create(vertx, Path.of(file).toUri().toString()))
                    .eventually(() -> vertx.fileSystem().delete(file)));
  }
}
