package com.globant.hiring.infra;

import com.globant.hiring.infra.config.Configs;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.ec2.AmazonLinux2023ImageSsmParameterProps;
import software.amazon.awscdk.services.ec2.AmazonLinuxCpuType;
import software.amazon.awscdk.services.ec2.BastionHostLinux;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.CfnInstance;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.constructs.Construct;

/** A host for manual access to the database. Session Manager is the only way to log in. */
final class Bastion extends Construct {
  private static final int DISK_GIB = 8;

  Bastion(Construct scope, Configs configs, NetworkingStack networking) {
    super(scope, "BastionHost");
    BastionHostLinux host =
        BastionHostLinux.Builder.create(this, "Host")
            .vpc(networking.vpc())
            .subnetSelection(NetworkingStack.privateSubnets())
            .securityGroup(
                SecurityGroups.imported(this, "BastionGroup", networking.groups().bastion()))
            .instanceType(new InstanceType(configs.stacks().rds().bastionInstanceType()))
            .machineImage(
                MachineImage.latestAmazonLinux2023(
                    AmazonLinux2023ImageSsmParameterProps.builder()
                        .cpuType(AmazonLinuxCpuType.ARM_64)
                        .build()))
            .blockDevices(List.of(encryptedDisk(DISK_GIB)))
            .build();
    // The property requireImdsv2 of the CDK would add a launch template.
    ((CfnInstance) host.getInstance().getNode().getDefaultChild())
        .setMetadataOptions(
            CfnInstance.MetadataOptionsProperty.builder()
                .httpTokens("required")
                .httpPutResponseHopLimit(1)
                .build());
    // Amazon Linux 2023 has no MySQL client; the one of MariaDB works with MySQL 8.
    host.getInstance().addUserData("dnf install --assumeyes mariadb105");
    ((CfnOutput) host.getNode().findChild("BastionHostId")).overrideLogicalId("BastionHostId");
    acceptFindings();
  }

  /** The root volume of Amazon Linux. */
  static BlockDevice encryptedDisk(int gib) {
    return BlockDevice.builder()
        .deviceName("/dev/xvda")
        .volume(
            BlockDeviceVolume.ebs(
                gib,
                EbsDeviceOptions.builder()
                    .encrypted(true)
                    .volumeType(EbsDeviceVolumeType.GP3)
                    .deleteOnTermination(true)
                    .build()))
        .build();
  }

  private void acceptFindings() {
    Findings.accept(
        this,
        Map.of(
            "IAM5",
            "The actions of Session Manager support no narrower resource.",
            "EC28",
            "Used by hand and rarely; metrics every five minutes are enough.",
            "EC29",
            "Holds no data, and is replaced with a newer image."));
  }
}
