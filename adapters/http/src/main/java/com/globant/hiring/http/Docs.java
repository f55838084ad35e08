package com.globant.hiring.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** {@code /docs}: Swagger UI, from its webjar, over the served contract. */
final class Docs {
  private static final String VERSION_FILE = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private Docs() {}

  static void mount(Vertx vertx, Router router) {
    router
        .getWithRegex("/docs")
        .handler(ctx -> ctx.response().setStatusCode(308).putHeader("Location", "/docs/").end());
    router
        .get("/docs/swagger-initializer.js")
        .handler(ctx -> ctx.response().sendFile("docs/swagger-initializer.js"));
    router
        .get("/docs/*")
        .handler(
            StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + version())
                .setMaxAgeSeconds(3600));
  }

  /** The webjar keeps its files under its version. */
  private static String version() {
    try (InputStream in = Docs.class.getClassLoader().getResourceAsStream(VERSION_FILE)) {
      Properties properties = new Properties();
      if (in == null) {
        throw new IllegalStateException("The Swagger UI webjar is not on the class path");
      }
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
