package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import com.globant.hiring.infra.config.ServiceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupEgress;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.IPeer;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.constructs.Construct;

/**
 * The security groups, which allow only the connections in use. They are in one stack, since each
 * connection needs a rule in both of its groups.
 */
final class SecurityGroups {
  static final int MYSQL = 3306;
  static final int HTTP = 80;
  static final int HTTPS = 443;

  private final Construct scope;
  private final IVpc vpc;
  private final SecurityGroup loadBalancer;
  private final SecurityGroup service;
  private final SecurityGroup database;
  private final SecurityGroup rotation;
  private final SecurityGroup bastion;
  private final @Nullable SecurityGroup bulk;
  private final @Nullable SecurityGroup endpoints;

  SecurityGroups(Construct scope, IVpc vpc, Configs configs) {
    this.scope = scope;
    this.vpc = vpc;
    loadBalancer = group("LoadBalancerGroup", "Load balancer: from clients to the service");
    service = group("ServiceGroup", "Instances of the service");
    database = group("DatabaseGroup", "Database");
    rotation = group("RotationGroup", "Function that changes the password of the database");
    bastion = group("BastionGroup", "Bastion host, reached through Session Manager");
    bulk =
        configs.stacks().bulk().enabled() ? group("BulkGroup", "Workers of loads on Spark") : null;
    endpoints =
        configs.stacks().networking().interfaceEndpoints().isEmpty()
            ? null
            : group("EndpointsGroup", "Endpoints of AWS services in this network");

    allowClients(configs);
    connection("Requests", loadBalancer, service, configs.stacks().service().servicePort());
    List<SecurityGroup> users = new ArrayList<>(List.of(service, rotation, bastion));
    if (bulk != null) {
      users.add(bulk);
    }
    for (SecurityGroup user : users) {
      String name = user.getNode().getId();
      connection(name + "ToDatabase", user, database, MYSQL);
      if (endpoints != null) {
        ingress(name + "ToEndpoints", user, endpoints, HTTPS);
      }
      // S3, package repositories and the certificate download have no fixed addresses.
      user.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "AWS services and packages");
    }
  }

  private void allowClients(Configs configs) {
    ServiceConfig config = configs.stacks().service();
    for (String cidr : configs.stacks().networking().allowedCidrs()) {
      IPeer peer = Peer.ipv4(cidr);
      loadBalancer.addIngressRule(peer, Port.tcp(HTTP), "Clients");
      if (config.certificateArn() != null) {
        loadBalancer.addIngressRule(peer, Port.tcp(HTTPS), "Clients");
      }
    }
    Findings.accept(
        loadBalancer,
        Map.of("EC23", "allowed_cidrs restricts clients, and all of them need an API key."));
  }

  /**
   * The rules have ids that are the same from the command line and from the pipeline, unlike those
   * of the CDK. With other ids, CloudFormation would create new rules before it deletes the old
   * ones, and fail because they exist.
   */
  private void connection(String id, SecurityGroup from, SecurityGroup to, int port) {
    CfnSecurityGroupEgress.Builder.create(scope, id + "Out")
        .groupId(from.getSecurityGroupId())
        .description(id)
        .destinationSecurityGroupId(to.getSecurityGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .build();
    ingress(id, from, to, port);
  }

  private void ingress(String id, SecurityGroup from, SecurityGroup to, int port) {
    CfnSecurityGroupIngress.Builder.create(scope, id + "In")
        .groupId(to.getSecurityGroupId())
        .description(id)
        .sourceSecurityGroupId(from.getSecurityGroupId())
        .ipProtocol("tcp")
        .fromPort(port)
        .toPort(port)
        .build();
  }

  /** A reference for another stack, which cannot add rules to it. */
  static ISecurityGroup imported(Construct scope, String id, ISecurityGroup group) {
    return SecurityGroup.fromSecurityGroupId(
        scope,
        id,
        group.getSecurityGroupId(),
        SecurityGroupImportOptions.builder().mutable(false).build());
  }

  private SecurityGroup group(String id, String description) {
    return SecurityGroup.Builder.create(scope, id)
        .vpc(vpc)
        .description(description)
        .allowAllOutbound(false)
        .build();
  }

  SecurityGroup loadBalancer() {
    return loadBalancer;
  }

  SecurityGroup service() {
    return service;
  }

  SecurityGroup database() {
    return database;
  }

  SecurityGroup rotation() {
    return rotation;
  }

  SecurityGroup bastion() {
    return bastion;
  }

  /** Null if there are no loads on Spark. */
  @Nullable SecurityGroup bulk() {
    return bulk;
  }

  /** Null if there are no interface endpoints. */
  @Nullable SecurityGroup endpoints() {
    return endpoints;
  }
}
