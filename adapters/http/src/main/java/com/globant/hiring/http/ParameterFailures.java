package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.validation.ParameterProcessorException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the contract's own check of parameters found, in words. */
final class ParameterFailures {
  private ParameterFailures() {}

  static Refused refused(RoutingContext ctx) {
    if (ctx.failure() instanceof ParameterProcessorException failure) {
      String name = failure.getParameterName();
      String where = failure.getLocation().name().toLowerCase(Locale.ROOT);
      if (failure.getErrorType()
          == ParameterProcessorException.ParameterProcessorErrorType
              .MISSING_PARAMETER_WHEN_REQUIRED_ERROR) {
        return new Refused(
            RefusalCode.MISSING_PARAMETER,
            "the %s parameter '%s' is required".formatted(where, name),
            failure);
      }
      String value =
          where.equals("header") ? ctx.request().getHeader(name) : ctx.queryParams().get(name);
      return new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the %s parameter '%s' cannot be '%s': %s".formatted(where, name, value, reason(failure)),
          failure);
    }
    return new Refused(
        RefusalCode.INVALID_PARAMETER, "the request cannot be read: " + reason(ctx.failure()));
  }

  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
    return cause == null ? "it is malformed" : String.valueOf(cause.getMessage());
  }
}
