package com.globant.hiring.http.auth;

import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for hosts other than this machine. A service on a loopback address without
 * authentication must be reachable from this machine only, but a web page whose host name resolves
 * to 127.0.0.1 (DNS rebinding) would be of the same origin. The browser names that host in the
 * request.
 */
public final class LocalHost implements Handler<RoutingContext> {
  private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*).*");

  private final String address;

  /**
   * @param address that the service listens on
   */
  public LocalHost(String address) {
    this.address = address.toLowerCase(Locale.ROOT);
  }

  @Override
  public void handle(RoutingContext ctx) {
    for (String named : named(ctx)) {
      if (!isLocal(Authority.parse(named))) {
        Problems.answer(ctx, refused(named));
        return;
      }
    }
    ctx.next();
  }

  /** All hosts in the request; HTTP/1.0 requires none. */
  private static List<String> named(RoutingContext ctx) {
    List<String> hosts = new ArrayList<>(ctx.request().headers().getAll("Host"));
    var absolute = ABSOLUTE.matcher(ctx.request().uri());
    if (absolute.matches()) {
      hosts.add(absolute.group(1));
    }
    return hosts;
  }

  private boolean isLocal(@Nullable Authority authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.host();
    if (host.startsWith("[")) {
      String literal = host.substring(1, host.length() - 1);
      return literal.equals(address) || isLoopback(literal);
    }
    return host.equals("localhost") || host.equals(address) || LOOPBACK.matcher(host).matches();
  }

  /** Numeric addresses are not resolved. */
  private static boolean isLoopback(String ipv6) {
    try {
      return ipv6.contains(":") && InetAddress.getByName(ipv6).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }

  private static HttpRefused refused(String host) {
    return new HttpRefused(
        HttpCode.MISDIRECTED_REQUEST,
        "the host '%s' is not this machine; use localhost or 127.0.0.1, or configure authentication to use the service under other names"
            .formatted(Problem.cut(host)));
  }
}
