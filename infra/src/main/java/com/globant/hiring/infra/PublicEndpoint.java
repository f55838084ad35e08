package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.RedirectOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.constructs.Construct;

/**
 * The load balancer. Its timeouts are the maximum that AWS allows, since a load may take an hour.
 */
final class PublicEndpoint extends Construct {
  private static final int MAX_IDLE_SECONDS = 4000;
  private static final int MAX_DEREGISTRATION_SECONDS = 3600;

  private final Configs configs;
  private final ApplicationLoadBalancer loadBalancer;
  private final ApplicationTargetGroup targets;
  private final String url;

  PublicEndpoint(Construct scope, Configs configs, NetworkingStack networking, Storage storage) {
    super(scope, "PublicEndpoint");
    this.configs = configs;
    boolean internal = configs.stacks().networking().isPrivate();
    loadBalancer =
        ApplicationLoadBalancer.Builder.create(this, "LoadBalancer")
            .vpc(networking.vpc())
            // An internal load balancer has private addresses only.
            .vpcSubnets(
                internal
                    ? NetworkingStack.privateSubnets()
                    : SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
            .internetFacing(!internal)
            .securityGroup(
                SecurityGroups.imported(
                    this, "LoadBalancerGroup", networking.groups().loadBalancer()))
            .idleTimeout(Duration.seconds(MAX_IDLE_SECONDS))
            .dropInvalidHeaderFields(true)
            .deletionProtection(configs.environment().isProtected())
            .build();
    loadBalancer.logAccessLogs(storage.accessLogs(), "load-balancer");
    ServiceConfig config = configs.stacks().service();
    targets = targets(config, networking);
    boolean secure = listen(config.certificateArn());
    String name = loadBalancer.getLoadBalancerDnsName();
    if (config.domainName() != null) {
      name = config.domainName();
      addAlias(name, config.hostedZoneId());
    }
    url = (secure ? "https://" : "http://") + name;
  }

  /** A low-level record, since a lookup of the zone would need credentials at synthesis. */
  private void addAlias(String name, @Nullable String zone) {
    if (zone != null) {
      CfnRecordSet.Builder.create(this, "Alias")
          .hostedZoneId(zone)
          .name(name)
          .type("A")
          .aliasTarget(
              CfnRecordSet.AliasTargetProperty.builder()
                  .dnsName(loadBalancer.getLoadBalancerDnsName())
                  .hostedZoneId(loadBalancer.getLoadBalancerCanonicalHostedZoneId())
                  .evaluateTargetHealth(false)
                  .build())
          .build();
    }
  }

  ApplicationLoadBalancer loadBalancer() {
    return loadBalancer;
  }

  ApplicationTargetGroup targets() {
    return targets;
  }

  /** URL with the domain name if there is one, else with the load balancer's own name. */
  String url() {
    return url;
  }

  private ApplicationTargetGroup targets(ServiceConfig config, NetworkingStack networking) {
    return ApplicationTargetGroup.Builder.create(this, "Targets")
        .vpc(networking.vpc())
        .targetType(TargetType.INSTANCE)
        .protocol(ApplicationProtocol.HTTP)
        .port(config.servicePort())
        .deregistrationDelay(Duration.seconds(MAX_DEREGISTRATION_SECONDS))
        .healthCheck(
            HealthCheck.builder()
                .path("/health/ready")
                .healthyHttpCodes("200")
                .interval(Duration.seconds(15))
                .timeout(Duration.seconds(5))
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(3)
                .build())
        .build();
  }

  /** Returns whether clients use TLS. */
  private boolean listen(@Nullable String certificateArn) {
    ListenerAction forward = ListenerAction.forward(List.of(targets));
    if (certificateArn == null) {
      addListener("Http", plain().defaultAction(forward));
      return false;
    }
    addListener(
        "Https",
        BaseApplicationListenerProps.builder()
            .port(SecurityGroups.HTTPS)
            .protocol(ApplicationProtocol.HTTPS)
            .sslPolicy(SslPolicy.TLS13_RES)
            .certificates(List.of(ListenerCertificate.fromArn(certificateArn)))
            .defaultAction(forward));
    RedirectOptions toHttps =
        RedirectOptions.builder()
            .protocol("HTTPS")
            .port(String.valueOf(SecurityGroups.HTTPS))
            .permanent(true)
            .build();
    addListener("Http", plain().defaultAction(ListenerAction.redirect(toHttps)));
    return true;
  }

  private static BaseApplicationListenerProps.Builder plain() {
    return BaseApplicationListenerProps.builder()
        .port(SecurityGroups.HTTP)
        .protocol(ApplicationProtocol.HTTP);
  }

  private void addListener(String id, BaseApplicationListenerProps.Builder listener) {
    // The security group restricts clients.
    ApplicationListener added = loadBalancer.addListener(id, listener.open(false).build());
    // The CDK does not tag listeners.
    List<Map<String, String>> tags =
        configs.tags().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .<Map<String, String>>map(
                tag -> new TreeMap<>(Map.of("Key", tag.getKey(), "Value", tag.getValue())))
            .toList();
    ((CfnResource) added.getNode().getDefaultChild()).addPropertyOverride("Tags", tags);
  }
}
