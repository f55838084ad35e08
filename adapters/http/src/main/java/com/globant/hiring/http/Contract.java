package com.globant.hiring.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.openapi.OpenAPIHolder;
import io.vertx.ext.web.openapi.Operation;
import io.vertx.ext.web.openapi.RouterBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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
   * Builds a router from the contract. All of it runs on a worker thread: reading and checking the
   * contract takes seconds on a busy machine, which would block an event loop.
   *
   * @param routes called on the worker thread
   */
  static Future<Router> router(Vertx vertx, Buffer text, Function<RouterBuilder, Router> routes) {
    Promise<Router> built = Promise.promise();
    Verticle build =
        new AbstractVerticle() {
          @Override
          public void start() {
            // Vert.x completes these stages on the context of a verticle, here that of a worker.
            builder(vertx, text).map(routes).onComplete(built);
          }
        };
    return vertx
        .deployVerticle(build, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .compose(id -> built.future().eventually(() -> vertx.undeploy(id)));
  }

  /**
   * Reads the contract from a temporary file. Given the name of the resource, Vert.x would prefer a
   * file of that name in the working directory, and never completes if the path has a blank.
   */
  private static Future<RouterBuilder> builder(Vertx vertx, Buffer text) {
    FileSystem files = vertx.fileSystem();
    return files
        .createTempFile("hiring-openapi-", ".yaml")
        .compose(
            file ->
                files
                    .writeFile(file, text)
                    .compose(
                        written -> RouterBuilder.create(vertx, Path.of(file).toUri().toString()))
                    .eventually(() -> files.delete(file)));
  }

  /** The parameters of an operation, those of its path first. */
  static List<JsonObject> parameters(OpenAPIHolder contract, Operation operation) {
    JsonObject path =
        contract.getOpenAPI().getJsonObject("paths").getJsonObject(operation.getOpenAPIPath());
    List<JsonObject> parameters = new ArrayList<>();
    for (JsonObject owner : List.of(path, operation.getOperationModel())) {
      for (Object parameter : owner.getJsonArray("parameters", new JsonArray())) {
        parameters.add(contract.solveIfNeeded((JsonObject) parameter));
      }
    }
    return parameters;
  }

  /** The media types of an operation's successful answers, the default first. */
  static List<String> answerTypes(OpenAPIHolder contract, Operation operation) {
    Set<String> types = new LinkedHashSet<>();
    for (Map.Entry<String, Object> response :
        operation.getOperationModel().getJsonObject("responses")) {
      if (response.getKey().startsWith("2")) {
        JsonObject content =
            contract
                .solveIfNeeded((JsonObject) response.getValue())
                .getJsonObject("content", new JsonObject());
        types.addAll(content.fieldNames());
      }
    }
    return List.copyOf(types);
  }

  /**
   * Removes from a contract what Vert.x would check with messages of its own, one fault at a time:
   * parameters and media types. Bodies are streamed and cannot be checked by Vert.x.
   */
  static void leaveChecksToHandlers(RouterBuilder builder) {
    for (Operation operation : builder.operations()) {
      for (JsonObject parameter : parameters(builder.getOpenAPI(), operation)) {
        if (!parameter.getString("in").equals("path")) {
          parameter.put("required", false).put("schema", new JsonObject().put("type", "string"));
        }
      }
      operation.getOperationModel().remove("requestBody");
      operation.getOperationModel().remove("responses");
    }
  }
}
