package com.globant.hiring.infra.config;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The network; {@code configs.yaml} gives the meaning of each value.
 *
 * @param cidr an IPv4 block
 * @param allowedCidrs networks that may reach the load balancer, at least one
 * @param interfaceEndpoints short names of AWS services, such as {@code logs}
 */
public record NetworkingConfig(
    String cidr,
    int availabilityZones,
    int natGateways,
    List<String> allowedCidrs,
    List<String> interfaceEndpoints,
    int flowLogRetentionDays) {
  private static final Predicate<String> VPC_CIDR =
      Pattern.compile(Names.ADDRESS + "(1[6-9]|20)").asMatchPredicate();
  private static final List<String> ENDPOINTS =
      List.of(
          "autoscaling",
          "cloudformation",
          "ec2messages",
          "kms",
          "logs",
          "monitoring",
          "secretsmanager",
          "ssm",
          "ssmmessages");

  static NetworkingConfig of(ConfigSection stacks) {
    ConfigSection section =
        stacks.section(StacksConfig.NETWORKING, NetworkingConfig.class, Names::snake);
    NetworkingConfig config =
        new NetworkingConfig(
            section.text("cidr", VPC_CIDR, "an IPv4 block from /16 to /20, such as 10.0.0.0/16"),
            section.integer("availability_zones", 2, 3),
            section.integer("nat_gateways", 1, 3),
            section.texts("allowed_cidrs", Names.CIDR, "IPv4 blocks, such as 10.0.0.0/8"),
            section.texts("interface_endpoints", ENDPOINTS::contains, String.join(", ", ENDPOINTS)),
            section.integer("flow_log_retention_days", Retention.LOG_DAYS));
    section.check(
        config.natGateways() <= config.availabilityZones(),
        "nat_gateways",
        "at most availability_zones, which is " + config.availabilityZones());
    section.check(
        !config.allowedCidrs().isEmpty(), "allowed_cidrs", "a list of at least one block");
    return config;
  }

  /** Whether only private networks may reach the load balancer. */
  public boolean isPrivate() {
    return allowedCidrs.stream().allMatch(Names::isPrivate);
  }
}
