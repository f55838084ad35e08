package com.globant.hiring.e2e;

import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One service for all tests that only send requests; it stops after the last of them. */
final class ServiceUnderTest implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ServiceUnderTest.class);

  /** Variables for another process that uses the same database. */
  record Backends(Map<String, String> environment) {}

  private static final class Shared implements AutoCloseable {
    private final OwnService service =
        OwnService.start(Path.of("target", "service-under-test").toAbsolutePath(), Map.of());

    private Backends backends() {
      return new Backends(ServiceVariables.of(TestDatabase.running(), service.server().schema()));
    }

    @Override
    public void close() {
      service.sql().drop(service.server().schema());
      service.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == HiringServer.class || type == Sql.class || type == Backends.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Shared.class, key -> new Shared(), Shared.class);
    Class<?> type = parameter.getParameter().getType();
    if (type == HiringServer.class) {
      return shared.service.server();
    }
    return type == Sql.class ? shared.service.sql() : shared.backends();
  }
}
