package com.globant.hiring.http.auth;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/** {@code whoAmI}: answers with the client and the roles that it has. */
public final class WhoAmIHandler implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext ctx) {
    Caller caller = Caller.of(ctx);
    JsonArray roles = new JsonArray();
    Arrays.stream(Role.values())
        .filter(role -> role.isIn(caller.roles()))
        .forEach(role -> roles.add(role.wireName()));
    ctx.json(new JsonObject().put("name", caller.name()).put("roles", roles));
  }
}
