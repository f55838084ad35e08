package com.globant.hiring.infra.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.ec2.InstanceArchitecture;
import software.amazon.awscdk.services.ec2.InstanceClass;
import software.amazon.awscdk.services.ec2.InstanceSize;
import software.amazon.awscdk.services.ec2.InstanceType;

/** EC2 instance types: all families and sizes that the CDK knows. */
final class InstanceTypes {
  private static final Pattern TYPE = Pattern.compile("([a-z0-9]+(?:-[a-z0-9]+)?)\\.([a-z0-9-]+)");
  private static final Pattern MULTIPLE = Pattern.compile("(\\d+)xlarge");

  /** 0.5 GiB of memory, too little to install packages. */
  private static final String TOO_SMALL = "NANO";

  private static final Set<String> FAMILIES = names(InstanceClass.values());
  private static final Set<String> SIZES = names(InstanceSize.values());

  private InstanceTypes() {}

  /** Whether the type exists and has at least 1 GiB of memory. */
  static boolean exists(String text) {
    Matcher type = TYPE.matcher(text);
    if (!type.matches()) {
      return false;
    }
    String family = type.group(1).replace('-', '_').toUpperCase(Locale.ROOT);
    // The CDK writes XLARGE2 for 2xlarge.
    String size = MULTIPLE.matcher(type.group(2)).replaceFirst("xlarge$1").toUpperCase(Locale.ROOT);
    return FAMILIES.contains(family) && SIZES.contains(size) && !size.equals(TOO_SMALL);
  }

  static boolean existsForArm(String text) {
    return exists(text) && new InstanceType(text).getArchitecture() == InstanceArchitecture.ARM_64;
  }

  private static Set<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toUnmodifiableSet());
  }
}
