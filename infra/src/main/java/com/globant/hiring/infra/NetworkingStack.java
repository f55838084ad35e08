package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.NetworkingConfig;
import com.globant.hiring.infra.config.StacksConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The network: public subnets for the load balancer, private ones for instances, isolated ones for
 * the database, and the security groups.
 */
final class NetworkingStack extends Stack {
  private static final int SUBNET_MASK = 24;

  private final int zones;
  private final Vpc vpc;
  private final SecurityGroups groups;

  NetworkingStack(Construct scope, Configs configs) {
    super(
        scope,
        StacksConfig.NETWORKING,
        Deployment.stackProps(StacksConfig.NETWORKING, "Network of the hiring service", configs));
    NetworkingConfig config = configs.stacks().networking();
    zones = config.availabilityZones();
    vpc = network(config);
    groups = new SecurityGroups(this, vpc, configs);
    addEndpoints(config);
  }

  Vpc vpc() {
    return vpc;
  }

  SecurityGroups groups() {
    return groups;
  }

  /**
   * CloudFormation selects the zones at deployment. The CDK's default is a lookup at synthesis,
   * which needs credentials that the pipeline's build does not have.
   */
  @Override
  public List<String> getAvailabilityZones() {
    return IntStream.range(0, zones).mapToObj(zone -> Fn.select(zone, Fn.getAzs())).toList();
  }

  /** Subnets without inbound internet access, and with outbound access through NAT. */
  static SubnetSelection privateSubnets() {
    return SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();
  }

  private Vpc network(NetworkingConfig config) {
    Bucket flows = Storage.logs(this, "FlowLogs", config.flowLogRetentionDays()).build();
    Findings.accept(flows, Map.of("S1", "A log bucket needs no access log of its own."));
    return Vpc.Builder.create(this, "Vpc")
        .ipAddresses(IpAddresses.cidr(config.cidr()))
        .maxAzs(config.availabilityZones())
        .natGateways(config.natGateways())
        // The default group is unused; removing its rules would need a Lambda function.
        .restrictDefaultSecurityGroup(false)
        .subnetConfiguration(
            List.of(
                subnets("Public", SubnetType.PUBLIC),
                subnets("Private", SubnetType.PRIVATE_WITH_EGRESS),
                subnets("Isolated", SubnetType.PRIVATE_ISOLATED)))
        .flowLogs(
            Map.of(
                "All",
                FlowLogOptions.builder()
                    .destination(FlowLogDestination.toS3(flows))
                    .trafficType(FlowLogTrafficType.ALL)
                    .build()))
        .build();
  }

  private static SubnetConfiguration subnets(String name, SubnetType type) {
    SubnetConfiguration.Builder subnets =
        SubnetConfiguration.builder().name(name).subnetType(type).cidrMask(SUBNET_MASK);
    if (type == SubnetType.PUBLIC) {
      subnets.mapPublicIpOnLaunch(false);
    }
    return subnets.build();
  }

  private void addEndpoints(NetworkingConfig config) {
    vpc.addGatewayEndpoint(
        "S3", GatewayVpcEndpointOptions.builder().service(GatewayVpcEndpointAwsService.S3).build());
    for (String service : config.interfaceEndpoints()) {
      vpc.addInterfaceEndpoint(
          service,
          InterfaceVpcEndpointOptions.builder()
              .service(new InterfaceVpcEndpointAwsService(service))
              .subnets(privateSubnets())
              .securityGroups(List.of(Objects.requireNonNull(groups.endpoints())))
              .open(false)
              .build());
    }
  }
}
