package com.globant.hiring.http.auth;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param name of the API key, or the subject of the token
 */
public record Caller(String name, List<Role> roles) {
  static final Caller ANONYMOUS = new Caller("anonymous", List.of(Role.LOADER));

  /** The most bytes of a name in UTF-8 that fit into the database. */
  static final int MOST_NAME_BYTES = 2048;

  /** The reason to refuse a reserved name. */
  public static final String RESERVED =
      "the name anonymous is reserved for clients of a service without authentication; use another";

  /** The key of the caller in the routing context and in the log. */
  public static final String KEY = "caller";

  /** Whether a name is that of clients without authentication. */
  public static boolean isReserved(String name) {
    return ANONYMOUS.name.equalsIgnoreCase(name);
  }

  /** The name, or null without authentication. */
  public @Nullable String client() {
    return equals(ANONYMOUS) ? null : name;
  }

  /**
   * The name under which the loads of a client are counted: its own, or its address without
   * authentication.
   */
  public static String share(RoutingContext ctx) {
    String client = of(ctx).client();
    return client == null
        ? "the address " + ctx.request().remoteAddress().hostAddress()
        : "the client " + client;
  }

  void keepIn(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  public static Caller of(RoutingContext ctx) {
    Caller caller = ctx.get(KEY);
    return caller == null ? ANONYMOUS : caller;
  }
}
