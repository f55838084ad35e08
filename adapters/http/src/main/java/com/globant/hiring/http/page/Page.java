package com.globant.hiring.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.http.answer.AnswerHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * {@code /}: the page, and {@code /assets/…}: its scripts and styles. All of them are read when the
 * service starts.
 *
 * <p>The page is public. What it shows comes from the operations of the contract, which require
 * their roles.
 */
public final class Page {
  private static final String DIRECTORY = "page/";

  /** The page names all its files, so that browsers request them at once. */
  private static final Pattern ASSET = Pattern.compile("\"assets/([a-z0-9.-]+)\"");

  /** Scripts cannot make markup of text: the page has no Trusted Types policy. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final Pattern TAKES_GZIP =
      Pattern.compile("(?:^|[\\s,])gzip(?!\\s*;\\s*q=0(?:\\.0*)?(?:[\\s,]|$))");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** A file with its compressed form and its strong validator. */
  private record StaticFile(String type, Buffer bytes, Buffer gzip, String etag) {
    static StaticFile of(String name, byte[] bytes) {
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException("No media type is known for " + name);
      }
      return new StaticFile(
          type,
          Buffer.buffer(bytes),
          Buffer.buffer(compressed(bytes)),
          hex(sha256().digest(bytes)));
    }
  }

  private final StaticFile index;

  /** By path. */
  private final Map<String, StaticFile> assets = new TreeMap<>();

  /** Reads all files. */
  public Page() {
    String html = new String(read("index.html"), UTF_8);
    Map<String, byte[]> files = new TreeMap<>();
    MessageDigest digest = sha256();
    for (Matcher asset = ASSET.matcher(html); asset.find(); ) {
      files.computeIfAbsent(asset.group(1), name -> read("assets/" + name));
    }
    files.values().forEach(digest::update);
    // The modules import each other by relative paths, so one digest of all is in all their paths.
    String directory = "assets/" + hex(digest.digest()) + "/";
    files.forEach((name, bytes) -> assets.put("/" + directory + name, StaticFile.of(name, bytes)));
    index =
        StaticFile.of(
            "index.html",
            ASSET.matcher(html).replaceAll("\"" + directory + "$1\"").getBytes(UTF_8));
  }

  /** Adds the routes. */
  public void mount(Router router) {
    router.get("/").handler(ctx -> send(ctx, index, "no-cache"));
    router.get("/assets/*").handler(this::sendAsset);
  }

  private void sendAsset(RoutingContext ctx) {
    StaticFile file = assets.get(ctx.request().path());
    if (file == null) {
      ctx.next();
    } else {
      send(ctx, file, FOREVER);
    }
  }

  private static void send(RoutingContext ctx, StaticFile file, String caching) {
    HttpServerRequest request = ctx.request();
    String codings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    boolean gzip = codings != null && TAKES_GZIP.matcher(codings).find();
    String etag = "\"" + file.etag + (gzip ? "-gzip\"" : "\"");
    MultiMap headers = ctx.response().headers();
    AnswerHeaders.putOn(headers, POLICY);
    headers
        .set(HttpHeaders.CACHE_CONTROL, caching)
        .set(HttpHeaders.ETAG, etag)
        .add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && known.contains(etag)) {
      ctx.response().setStatusCode(304).end();
      return;
    }
    headers.set(HttpHeaders.CONTENT_TYPE, file.type);
    if (gzip) {
      headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    ctx.response().end(gzip ? file.gzip : file.bytes);
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getClassLoader().getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new IllegalStateException(DIRECTORY + name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
