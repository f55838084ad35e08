package com.globant.hiring.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param name of the API key, or the subject of the token
 */
record Caller(String name, List<Role> roles) {
  static final Caller ANONYMOUS = new Caller("anonymous", List.of(Role.LOADER));

  /** In the log too. */
  static final String KEY = "caller";

  /** The name, or null where nobody was asked for one. */
  @Nullable String client() {
    return equals(ANONYMOUS) ? null : name;
  }

  /** Whose share of the loads its own count against: its name, or its address without one. */
  static String share(RoutingContext ctx) {
    String client = of(ctx).client();
    return client == null
        ? "the address " + ctx.request().remoteAddress().hostAddress()
        : "the client " + client;
  }

  void keepIn(RoutingContext ctx) {
    ctx.put(KEY, this);
  }

  static Caller of(RoutingContext ctx) {
    Caller caller = ctx.get(KEY);
    return caller == null ? ANONYMOUS : caller;
  }
}
