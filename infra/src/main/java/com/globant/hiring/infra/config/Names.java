package com.globant.hiring.infra.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns that several sections share, and the spelling of keys. */
final class Names {
  static final Predicate<String> SHORT = Pattern.compile("[a-z][a-z0-9-]{0,11}").asMatchPredicate();
  static final String SHORT_ALLOWED = "1 to 12 of a-z 0-9 -, starting with a letter";

  static final Predicate<String> ACCOUNT = Pattern.compile("\\d{12}").asMatchPredicate();
  static final String ACCOUNT_ALLOWED = "12 digits in quotes";

  static final Predicate<String> REGION =
      Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d").asMatchPredicate();
  static final String REGION_ALLOWED = "a region, such as us-east-1";

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  /** An IPv4 address and a slash; a prefix length follows. */
  static final String ADDRESS = "(" + OCTET + "\\.){3}" + OCTET + "/";

  static final Predicate<String> CIDR =
      Pattern.compile(ADDRESS + "(3[0-2]|[12]?\\d)").asMatchPredicate();

  static final Predicate<String> SECRET =
      Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}").asMatchPredicate();
  static final String SECRET_ALLOWED =
      "the name of a secret, 1 to 512 of A-Z a-z 0-9 / _ + = . @ -";

  private static final List<String> PRIVATE_BLOCKS =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

  private Names() {}

  /** Whether a block is within the private ranges of RFC 1918 and RFC 6598. */
  static boolean isPrivate(String cidr) {
    return PRIVATE_BLOCKS.stream()
        .anyMatch(
            block ->
                prefix(cidr) >= prefix(block)
                    && address(cidr) >>> (32 - prefix(block))
                        == address(block) >>> (32 - prefix(block)));
  }

  private static int prefix(String cidr) {
    return Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
  }

  private static long address(String cidr) {
    long address = 0;
    for (String part : cidr.substring(0, cidr.indexOf('/')).split("\\.", -1)) {
      address = address << 8 | Integer.parseInt(part);
    }
    return address;
  }

  /** Such as {@code flow_log_retention_days}. */
  static String snake(String component) {
    return component.replaceAll("([A-Z]|(?<=[a-z])\\d)", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Such as {@code ProjectName}. */
  static String pascal(String component) {
    return component.substring(0, 1).toUpperCase(Locale.ROOT) + component.substring(1);
  }
}
