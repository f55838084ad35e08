package com.globant.hiring.infra.instance;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of a deployment need to know. Texts may be CDK tokens, which become names and
 * addresses at deployment; they end up in shell scripts and unit files, so that characters with a
 * meaning there are refused.
 *
 * @param region of everything named here
 * @param container whether the service runs as a container, or else as a jar
 * @param programBucket bucket of the archive of the image, or of the jar
 * @param programKey key of it
 * @param databaseHost name of the database's writer, which its certificate has too
 * @param databasePort 1 to 65535
 * @param schema that clients may load into
 * @param databaseSecretArn of the service's account in the database
 * @param hasReaders whether the database has readers, whose connections an exchange of tables ends
 * @param reportsBucket for reports and refused rows
 * @param reportsPrefix put before their keys; empty for nothing
 * @param signingSecretArn of the key pair that signs URLs; null to sign as the instance's role
 * @param apiKeysSecretArn of the file of API keys; null for no authentication
 * @param servicePort 1024 to 65535, as the service has no privileges
 * @param drainSeconds that running loads have to end before they are rolled back, 0 to 3600
 * @param presignedUrlExpirationHours 1 to 168
 * @param logGroup that the logs go to
 * @param lifecycleHookName of the hook that keeps an instance until its loads have ended
 * @param autoScalingGroupName that the instances are of
 */
public record InstanceParameters(
    String region,
    boolean container,
    String programBucket,
    String programKey,
    String databaseHost,
    int databasePort,
    String schema,
    String databaseSecretArn,
    boolean hasReaders,
    String reportsBucket,
    String reportsPrefix,
    @Nullable String signingSecretArn,
    @Nullable String apiKeysSecretArn,
    int servicePort,
    int drainSeconds,
    int presignedUrlExpirationHours,
    String logGroup,
    String lifecycleHookName,
    String autoScalingGroupName) {

  private static final Pattern PLAIN =
      Pattern.compile("(\\$\\{Token\\[[A-Za-z0-9_.-]+]}|[A-Za-z0-9:/_.@+=-])*");

  /**
   * @throws IllegalArgumentException naming the value that cannot be used
   */
  public InstanceParameters {
    plain("region", region);
    plain("programBucket", programBucket);
    plain("programKey", programKey);
    plain("databaseHost", databaseHost);
    within("databasePort", databasePort, 1, 65_535);
    plain("schema", schema);
    plain("databaseSecretArn", databaseSecretArn);
    plain("reportsBucket", reportsBucket);
    plain("reportsPrefix", reportsPrefix);
    plain("signingSecretArn", signingSecretArn);
    plain("apiKeysSecretArn", apiKeysSecretArn);
    within("servicePort", servicePort, 1024, 65_535);
    within("drainSeconds", drainSeconds, 0, 3600);
    within("presignedUrlExpirationHours", presignedUrlExpirationHours, 1, 168);
    plain("logGroup", logGroup);
    plain("lifecycleHookName", lifecycleHookName);
    plain("autoScalingGroupName", autoScalingGroupName);
  }

  private static void plain(String name, @Nullable String value) {
    if (value != null && !PLAIN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is '%s'; letters, digits and : / _ . @ + = - are allowed".formatted(name, value));
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; %d to %d are allowed".formatted(name, value, least, most));
    }
  }
}
