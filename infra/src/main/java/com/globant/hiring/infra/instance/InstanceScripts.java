package com.globant.hiring.infra.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The start script of an instance: {@code user-data.sh} with the files it writes, and with the
 * parameters of the deployment, in place of what stands between two {@code @}.
 */
public final class InstanceScripts {
  private static final Pattern FILE = Pattern.compile("@FILE ([a-z.-]+)@\n");
  private static final Pattern VALUE = Pattern.compile("@([A-Z_]+)@");

  /** For loads that are undone after the time they had, and for what the service stands on. */
  private static final int STOP_MARGIN_SECONDS = 60;

  private InstanceScripts() {}

  /** The script, for the user data of a launch template. */
  public static String userData(InstanceParameters parameters) {
    Map<String, String> values = values(parameters);
    String frame =
        resource("/instance/user-data.sh")
            .replace("@RUNTIME@", parameters.container() ? "container" : "jar");
    String whole = replaced(FILE, frame, name -> resource("/instance/" + name));
    return replaced(
        VALUE,
        whole,
        name -> Objects.requireNonNull(values.get(name), () -> "No parameter for @" + name + "@"));
  }

  /** What is null becomes empty, which the service takes for not set. */
  private static Map<String, String> values(InstanceParameters parameters) {
    String apiKeys = parameters.apiKeysSecretArn();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("REGION", parameters.region());
    values.put("PACKAGE", parameters.container() ? "docker" : "java-17-amazon-corretto-headless");
    values.put("PROGRAM_BUCKET", parameters.programBucket());
    values.put("PROGRAM_KEY", parameters.programKey());
    values.put("DATABASE_HOST", parameters.databaseHost());
    values.put("DATABASE_PORT", String.valueOf(parameters.databasePort()));
    values.put("SCHEMA", parameters.schema());
    values.put("DATABASE_SECRET", parameters.databaseSecretArn());
    values.put("EXCHANGE", parameters.hasReaders() ? "never" : "auto");
    values.put("REPORTS_BUCKET", parameters.reportsBucket());
    values.put("REPORTS_PREFIX", parameters.reportsPrefix());
    values.put("SIGNING_SECRET", orEmpty(parameters.signingSecretArn()));
    values.put("AUTH_MODE", apiKeys == null ? "none" : "api-key");
    values.put("ALLOW_ANONYMOUS", String.valueOf(apiKeys == null));
    values.put("API_KEYS_SECRET", orEmpty(apiKeys));
    values.put("SERVICE_PORT", String.valueOf(parameters.servicePort()));
    values.put("DRAIN_SECONDS", String.valueOf(parameters.drainSeconds()));
    values.put("STOP_SECONDS", String.valueOf(parameters.drainSeconds() + STOP_MARGIN_SECONDS));
    values.put(
        "PRESIGNED_URL_EXPIRATION_HOURS", String.valueOf(parameters.presignedUrlExpirationHours()));
    values.put("LOG_GROUP", parameters.logGroup());
    values.put("LIFECYCLE_HOOK", parameters.lifecycleHookName());
    values.put("AUTO_SCALING_GROUP", parameters.autoScalingGroupName());
    return values;
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String replaced(Pattern pattern, String text, UnaryOperator<String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group(1))));
  }

  /**
   * The text of a file that is in the jar.
   *
   * @param name absolute
   */
  public static String resource(String name) {
    try (InputStream in = InstanceScripts.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
