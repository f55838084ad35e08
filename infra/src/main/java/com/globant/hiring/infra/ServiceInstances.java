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

/** The instances: how they start, how many there are, and how they go without losing a load. */
final class ServiceInstances extends Construct {
  static final String LIFECYCLE_HOOK = "drain";

  /** Known before the group is there, so that its instances can report on it. */
  private static final String LOGICAL_ID = "ServiceInstances";

  private static final Duration READY_WITHIN = Duration.minutes(15);

  private static final Duration LONGEST_LIFE = Duration.days(30);

  /** For what comes before and after the drain: 15 s of notice, a minute to stop, retries. */
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
            // Not the load balancer's: with it, a database or a bucket that is away for a minute
            // would
            // replace all instances, again and again. systemd restarts a process that ends.
            .healthChecks(
                HealthChecks.ec2(
                    Ec2HealthChecksOptions.builder().gracePeriod(READY_WITHIN).build()))
            // A new instance has the newest image, with a kernel that updates do not put into use.
            .maxInstanceLifetime(LONGEST_LIFE)
            // Else the group ends an instance that is too old before it starts another.
            .minHealthyPercentage(100)
            .maxHealthyPercentage(200)
            .groupMetrics(List.of(GroupMetrics.all()))
            .signals(
                Signals.waitForMinCapacity(SignalsOptions.builder().timeout(READY_WITHIN).build()))
            .updatePolicy(
                UpdatePolicy.rollingUpdate(
                    RollingUpdateOptions.builder()
                        .minInstancesInService(config.minInstances())
                        .maxBatchSize(1)
                        .pauseTime(READY_WITHIN)
                        .waitOnResourceSignals(true)
                        .build()))
            .build();
    // An instance that starts before its role may do what it must would not come up.
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
        group,
        Map.of("AS3", "Alarms tell what needs a person; that instances come and go does not."));
  }

  AutoScalingGroup group() {
    return group;
  }

  /** Takes requests from a load balancer, and scales by their number and by processor use. */
  void serve(ApplicationTargetGroup targets, ServiceConfig config) {
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
            // Read when an instance starts rather than when the stack is deployed.
            .machineImage(
                MachineImage.resolveSsmParameterAtLaunch(
                    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-" + cpu))
            .instanceType(type)
            .role(role)
            .securityGroup(
                SecurityGroups.fixed(this, "ServiceGroup", networking.groups().service()))
            .associatePublicIpAddress(false)
            .requireImdsv2(true)
            .httpPutResponseHopLimit(1)
            .detailedMonitoring(true)
            .blockDevices(List.of(Bastion.encryptedDisk(config.volumeGib())))
            .userData(start(startScript))
            .build();
    // EC2 User Guide, "Use a Systems Manager parameter instead of an AMI ID".
    Findings.acceptInTemplate(
        (CfnResource) Objects.requireNonNull(template.getNode().getDefaultChild()),
        "E1152",
        "Launch templates take a parameter in place of an image's id; the schema's format does not.");
    return template;
  }

  /** The script succeeds only when the service is ready; then the stack may go on. */
  private UserData start(String script) {
    UserData start = UserData.custom(script);
    start.addCommands(
        "# Refused where the stack does not wait, as when the group grows.",
        "aws cloudformation signal-resource --stack-name '%s' --logical-resource-id %s --unique-id \"$(cloud-init query instance_id)\" --status SUCCESS || true"
            .formatted(Stack.of(this).getStackName(), LOGICAL_ID));
    return start;
  }
}
