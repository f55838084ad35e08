package com.globant.hiring.mysql;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account may do, by the lines of SHOW GRANTS, which include those of its active roles.
 * Used to prove that the account has a privilege: what is not understood counts as not granted.
 */
final class Grants {
  /** A name in backquotes, or in none where the administrator's tools print it so. */
  private static final String NAME = "(?:`((?:[^`]|``)*)`|([^`.\\s]+))";

  private static final Pattern LINE =
      Pattern.compile(
          "(GRANT|REVOKE) (.+?) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) .*");

  /** The list of columns of a privilege that holds for these alone. */
  private static final Pattern COLUMNS = Pattern.compile("[^,]+\\([^)]*\\)");

  private static final String ALL = "*";

  /**
   * @param schema as in the grant, with wildcards, or {@link #ALL}
   * @param table {@link #ALL} for the whole schema
   */
  private record Grant(boolean revoked, Set<String> privileges, String schema, String table) {
    boolean has(String privilege) {
      return privileges.contains(privilege) || privileges.contains("ALL PRIVILEGES");
    }

    boolean isGlobal() {
      return schema.equals(ALL);
    }

    boolean isOfSchema(String name) {
      return !isGlobal() && table.equals(ALL) && pattern(schema).matcher(name).matches();
    }

    boolean isOfTable(String ofSchema, String name) {
      return schema.equals(ofSchema) && table.equals(name);
    }
  }

  private final List<Grant> grants = new ArrayList<>();

  Grants(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        grants.add(
            new Grant(
                matcher.group(1).equals("REVOKE"),
                privileges(matcher.group(2)),
                name(matcher, 3),
                name(matcher, 5)));
      }
    }
  }

  /** Those of the account that the session is logged in with. */
  static Future<Grants> of(Session session) {
    return session
        .query("SHOW GRANTS")
        .map(
            rows -> {
              List<String> lines = new ArrayList<>();
              rows.forEach(row -> lines.add(row.getString(0)));
              return new Grants(lines);
            });
  }

  /**
   * Whether a privilege is granted on a schema or a table of it. Of several grants whose patterns
   * match the schema, the server takes one; here all of them must have the privilege.
   */
  boolean includesOnTable(String privilege, String schema, String table) {
    List<Grant> ofSchema = grants.stream().filter(grant -> grant.isOfSchema(schema)).toList();
    return grants.stream().anyMatch(grant -> grant.has(privilege) && grant.isOfTable(schema, table))
        || (!ofSchema.isEmpty()
            && ofSchema.stream().allMatch(grant -> !grant.revoked() && grant.has(privilege)));
  }

  /** Whether a privilege is granted on all schemas, and not revoked for this one. */
  boolean includesGlobally(String privilege, String schema) {
    return grants.stream()
            .anyMatch(grant -> grant.isGlobal() && !grant.revoked() && grant.has(privilege))
        && grants.stream()
            .noneMatch(
                grant -> grant.revoked() && grant.has(privilege) && grant.isOfSchema(schema));
  }

  private static Set<String> privileges(String list) {
    return Set.of(
        COLUMNS.matcher(list).replaceAll("").toUpperCase(Locale.ROOT).trim().split("\\s*,\\s*"));
  }

  private static String name(Matcher matcher, int group) {
    String quoted = matcher.group(group);
    return quoted == null ? matcher.group(group + 1) : quoted.replace("``", "`");
  }

  /** As LIKE: % and _ are wildcards unless a backslash is before them. */
  private static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(like.charAt(i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
