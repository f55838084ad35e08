package com.globant.hiring.infra;

import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.BasicLifecycleHookProps;
import software.amazon.awscdk.services.autoscaling.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.autoscaling.DefaultResult;
import software.amazon.awscdk.services.autoscaling.Ec2HealthChecksOptions;
import software.amazon.awscdk.services.autoscaling.GroupMetrics;
import software.amazon.awscdk.services.autoscaling.HealthChecks;
import software.amazon.awscdk.services.autoscaling.LifecycleTransition;
import software.amazon.awscdk.services.autoscaling.RequestCountScalingProps;
import software.amazon.awscdk.services.autoscaling.RollingUpdateOptions;
import software.amazon.awscdk.services.autoscaling.Signals;
import software.amazon.awscdk.services.autoscaling.SignalsOptions;
import software.amazon.awscdk.services.autoscaling.UpdatePolicy;
import software.amazon.awscdk.services.ec2.InstanceArchitecture;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.UserData;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.iam.IRole;
import software.constructs.Construct;

/** The Auto Scaling group of the service: start, scaling, updates and termination. */
final class ServiceInstances extends Construct {
  static final String LIFECYCLE_HOOK = "drain";

  /** Fixed, because the start script refers to the group that refers to the script. */
  private static final String LOGICAL_ID = "ServiceInstances";

  private static final Duration START_TIMEOUT = Duration.minutes(15);

  private static final Duration MAX_LIFETIME = Duration.days(30);

  /** Time in addition to the drain: 15 s before it, 60 s to stop the service, retries. */
  private static final int HOOK_MARGIN_SECONDS = 300;

  private final AutoScalingGroup group;

  ServiceInstances(
      Construct scope,
      String name,
      ServiceConfig config,
      NetworkingStack networking,
      IRole role,
      String startScript) {
    super(scope, "Instances");
    LaunchTemplate template = template(config, networking, role, startScript);
    group =
        AutoScalingGroup.Builder.create(this, "Group")
            .autoScalingGroupName(name)
            .vpc(networking.vpc())
            .vpcSubnets(NetworkingStack.privateSubnets())
            .launchTemplate(template)
            .minCapacity(config.minInstances())
            .maxCapacity(config.maxInstances())
            // Not the load balancer's health check: it would replace all instances whenever the
            // database or the bucket is unavailable. systemd restarts a process that exits.
            .healthChecks(
                HealthChecks.ec2(
                    Ec2HealthChecksOptions.builder().gracePeriod(START_TIMEOUT).build()))
            // A new instance starts with the newest image, which includes kernel updates.
            .maxInstanceLifetime(MAX_LIFETIME)
            // Without these two, the group ends an old instance before it starts a new one.
            .minHealthyPercentage(100)
            .maxHealthyPercentage(200)
            .groupMetrics(List.of(GroupMetrics.all()))
            .signals(
                Signals.waitForMinCapacity(SignalsOptions.builder().timeout(START_TIMEOUT).build()))
            .updatePolicy(
                UpdatePolicy.rollingUpdate(
                    RollingUpdateOptions.builder()
                        .minInstancesInService(config.minInstances())
                        .maxBatchSize(1)
                        .pauseTime(START_TIMEOUT)
                        .waitOnResourceSignals(true)
                        .build()))
            .build();
    // An instance fails to start before the policy of its role exists.
    group.getNode().addDependency(role);
    ((CfnResource) group.getNode().getDefaultChild()).overrideLogicalId(LOGICAL_ID);
    group.addLifecycleHook(
        "Drain",
        BasicLifecycleHookProps.builder()
            .lifecycleHookName(LIFECYCLE_HOOK)
            .lifecycleTransition(LifecycleTransition.INSTANCE_TERMINATING)
            .heartbeatTimeout(Duration.seconds(config.drainSeconds() + HOOK_MARGIN_SECONDS))
            .defaultResult(DefaultResult.CONTINUE)
            .build());
    Findings.accept(
        group, Map.of("AS3", "Alarms report problems; scaling events need no action by a person."));
  }

  AutoScalingGroup group() {
    return group;
  }

  /** Registers with the load balancer, and scales by CPU use and request count. */
  void attachTo(ApplicationTargetGroup targets, ServiceConfig config) {
    group.attachToApplicationTargetGroup(targets);
    group.scaleOnCpuUtilization(
        "Cpu",
        CpuUtilizationScalingProps.builder()
            .targetUtilizationPercent(config.targetCpuPercent())
            .build());
    group.scaleOnRequestCount(
        "Requests",
        RequestCountScalingProps.builder()
            .targetRequestsPerMinute(config.targetRequestsPerMinute())
            .build());
  }

  private LaunchTemplate template(
      ServiceConfig config, NetworkingStack networking, IRole role, String startScript) {
    InstanceType type = new InstanceType(config.instanceType());
    String cpu = type.getArchitecture() == InstanceArchitecture.ARM_64 ? "arm64" : "x86_64";
    LaunchTemplate template =
        LaunchTemplate.Builder.create(this, "Template")
            // Resolved when an instance starts rather than when the stack is deployed.
            .machineImage(
                MachineImage.resolveSsmParameterAtLaunch(
                    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-" + cpu))
            .instanceType(type)
            .role(role)
            .securityGroup(
                SecurityGroups.imported(this, "ServiceGroup", networking.groups().service()))
            .associatePublicIpAddress(false)
            .requireImdsv2(true)
            .httpPutResponseHopLimit(1)
            .detailedMonitoring(true)
            .blockDevices(List.of(Bastion.encryptedDisk(config.volumeGib())))
            .userData(userData(startScript))
            .build();
    // EC2 User Guide, "Use a Systems Manager parameter instead of an AMI ID".
    Findings.acceptInTemplate(
        (CfnResource) Objects.requireNonNull(template.getNode().getDefaultChild()),
        "E1152",
        "Launch templates accept an SSM parameter as an image id; the schema does not know that.");
    return template;
  }

  /** Signals success to the stack when the script has succeeded, thus when the service is ready. */
  private UserData userData(String script) {
    UserData userData = UserData.custom(script);
    userData.addCommands(
        "# Fails if the stack does not wait for a signal, for example when the group scales out.",
        "aws cloudformation signal-resource --stack-name '%s' --logical-resource-id %s --unique-id \"$(cloud-init query instance_id)\" --status SUCCESS || true"
            .formatted(Stack.of(this).getStackName(), LOGICAL_ID));
    return userData;
  }
}
