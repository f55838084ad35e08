package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.infra.Synthesis.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class NetworkingStackTest {
  private static final String STACK = Synthesis.NETWORKING;

  private final Template template = Synthesis.defaults().template(STACK);

  @Test
  void eachZoneHasOneSubnetOfEachKind() {
    template.resourceCountIs("AWS::EC2::Subnet", 6);
    for (String kind : List.of("Public", "Private", "Isolated")) {
      for (int zone : List.of(0, 1)) {
        template.hasResourceProperties(
            "AWS::EC2::Subnet",
            Map.of(
                "AvailabilityZone",
                // Selected at deployment, so that synthesis needs no lookup.
                Map.of("Fn::Select", List.of(zone, Map.of("Fn::GetAZs", ""))),
                "MapPublicIpOnLaunch",
                false,
                "Tags",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(Map.of("Key", "aws-cdk:subnet-type", "Value", kind))))));
      }
    }
    template.resourceCountIs("AWS::EC2::NatGateway", 1);
  }

  @Test
  void zonesAndNatGatewaysAreAsConfigured() {
    Template other = Synthesis.other().template(STACK);

    other.resourceCountIs("AWS::EC2::Subnet", 9);
    other.resourceCountIs("AWS::EC2::NatGateway", 2);
    other.hasResourceProperties("AWS::EC2::VPC", Map.of("CidrBlock", "172.16.0.0/20"));
  }

  @Test
  void isolatedSubnetsHaveNoRoute() {
    List<String> routes =
        Synthesis.defaults().resources(STACK, "AWS::EC2::Route").stream()
            .map(resource -> String.valueOf(resource.properties().get("RouteTableId")))
            .toList();

    assertThat(routes).hasSize(4).noneMatch(table -> table.contains("Isolated"));
  }

  @Test
  void flowLogsOfAllTrafficExpire() {
    template.hasResourceProperties(
        "AWS::EC2::FlowLog",
        Map.of("TrafficType", "ALL", "ResourceType", "VPC", "LogDestinationType", "s3"));
    template.hasResourceProperties("AWS::S3::Bucket", expiringAfter(30));
    Synthesis.other().template(STACK).hasResourceProperties("AWS::S3::Bucket", expiringAfter(365));
    template.hasResourceProperties(
        "AWS::S3::BucketPolicy",
        Map.of(
            "PolicyDocument",
            Map.of(
                "Statement",
                Match.arrayWith(
                    List.of(
                        Match.objectLike(
                            Map.of(
                                "Action",
                                "s3:PutObject",
                                "Principal",
                                Map.of("Service", "delivery.logs.amazonaws.com"))))))));
    template.resourceCountIs("AWS::Logs::LogGroup", 0);
  }

  private static Map<String, Object> expiringAfter(int days) {
    return Map.of(
        "LifecycleConfiguration", Map.of("Rules", List.of(Map.of("ExpirationInDays", days))));
  }

  @Test
  void endpointsAreS3AndTheConfiguredServices() {
    assertThat(endpoints(Synthesis.defaults())).containsExactly("Gateway s3");
    assertThat(endpoints(Synthesis.other()))
        .containsExactlyInAnyOrder("Gateway s3", "Interface kms");
    assertThat(flows(Synthesis.other()))
        .contains(
            "ServiceGroup -> EndpointsGroup:443 in",
            "RotationGroup -> EndpointsGroup:443 in",
            "BastionGroup -> EndpointsGroup:443 in");
  }

  private static List<String> endpoints(Synthesis synthesis) {
    return synthesis.resources(STACK, "AWS::EC2::VPCEndpoint").stream()
        .map(
            resource ->
                resource.properties().get("VpcEndpointType")
                    + " "
                    + String.valueOf(resource.properties().get("ServiceName"))
                        .replaceAll(".*\\.([a-z0-9]+)\\W*$", "$1"))
        .toList();
  }

  @Test
  void onlyNeededConnectionsAreAllowed() {
    assertThat(flows(Synthesis.defaults()))
        .containsExactlyInAnyOrder(
            "0.0.0.0/0 -> LoadBalancerGroup:80 in",
            "LoadBalancerGroup -> ServiceGroup:8080 in",
            "LoadBalancerGroup -> ServiceGroup:8080 out",
            "ServiceGroup -> DatabaseGroup:3306 in",
            "ServiceGroup -> DatabaseGroup:3306 out",
            "RotationGroup -> DatabaseGroup:3306 in",
            "RotationGroup -> DatabaseGroup:3306 out",
            "BastionGroup -> DatabaseGroup:3306 in",
            "BastionGroup -> DatabaseGroup:3306 out",
            "ServiceGroup -> 0.0.0.0/0:443 out",
            "RotationGroup -> 0.0.0.0/0:443 out",
            "BastionGroup -> 0.0.0.0/0:443 out");
  }

  @Test
  void onlyConfiguredNetworksReachTheLoadBalancer() {
    assertThat(flows(Synthesis.other()))
        .filteredOn(flow -> flow.contains("-> LoadBalancerGroup"))
        .containsExactlyInAnyOrder(
            "10.0.0.0/8 -> LoadBalancerGroup:80 in",
            "10.0.0.0/8 -> LoadBalancerGroup:443 in",
            "192.0.2.7/32 -> LoadBalancerGroup:80 in",
            "192.0.2.7/32 -> LoadBalancerGroup:443 in");
    assertThat(flows(Synthesis.other())).contains("LoadBalancerGroup -> ServiceGroup:9090 in");
  }

  private static List<String> flows(Synthesis synthesis) {
    List<String> flows = new ArrayList<>();
    for (Resource resource : synthesis.resources(STACK)) {
      Map<?, ?> properties = resource.properties();
      switch (resource.type()) {
        case "AWS::EC2::SecurityGroup" -> {
          String group = resource.id().replaceAll("[0-9A-F]{8}$", "");
          for (Map<?, ?> rule : Synthesis.mappings(properties, "SecurityGroupIngress")) {
            flows.add(rule.get("CidrIp") + " -> " + group + ":" + port(rule) + " in");
          }
          for (Map<?, ?> rule : Synthesis.mappings(properties, "SecurityGroupEgress")) {
            // The CDK writes this address for "none".
            if (!"255.255.255.255/32".equals(rule.get("CidrIp"))) {
              flows.add(group + " -> " + rule.get("CidrIp") + ":" + port(rule) + " out");
            }
          }
        }
        case "AWS::EC2::SecurityGroupIngress" ->
            flows.add(
                group(properties, "SourceSecurityGroupId")
                    + " -> "
                    + group(properties, "GroupId")
                    + ":"
                    + port(properties)
                    + " in");
        case "AWS::EC2::SecurityGroupEgress" ->
            flows.add(
                group(properties, "GroupId")
                    + " -> "
                    + group(properties, "DestinationSecurityGroupId")
                    + ":"
                    + port(properties)
                    + " out");
        default -> {
          // No rule.
        }
      }
    }
    return flows;
  }

  /** Such as 80, or 80-90. */
  private static String port(Map<?, ?> rule) {
    Object from = rule.get("FromPort");
    Object to = rule.get("ToPort");
    return String.valueOf(from).equals(String.valueOf(to)) ? "" + from : from + "-" + to;
  }

  /** The name of the group that a reference refers to. */
  private static String group(Map<?, ?> properties, String key) {
    return String.valueOf(Synthesis.mapping(properties, key).get("Fn::GetAtt"))
        .replaceAll("^\\[(\\w+Group)[0-9A-F]{8}, GroupId]$", "$1");
  }
}
