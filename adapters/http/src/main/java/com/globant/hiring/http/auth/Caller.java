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

  /** Most bytes of a name in UTF-8, which is what the database has room for. */
  static final int MOST_NAME_BYTES = 2048;

  /** Why a name is refused. */
  public static final String RESERVED =
      "the name anonymous is reserved for clients of a service without authentication; use another";

  /** In the log too. */
  public static final String KEY = "caller";

  /** Whether a name would be taken for a client that did not need one. */
  public static boolean isReserved(String name) {
    return ANONYMOUS.name.equalsIgnoreCase(name);
  }

  /** The name, or null where nobody was asked for one. */
  public @Nullable String client() {
    return equals(ANONYMOUS) ? null : name;
  }

  /** Whose share of the loads its own count against: its name, or its address without one. */
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
