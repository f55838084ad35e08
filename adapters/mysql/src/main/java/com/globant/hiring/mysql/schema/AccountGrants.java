package com.globant.hiring.mysql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The privileges of the account on schemas and tables, as SHOW GRANTS says: its own and those of
 * its active roles. Privileges on single columns do not count.
 */
public final class AccountGrants {
  /** A name in backquotes or double quotes, or the asterisk. */
  private static final String NAME = "(`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|\\*)";

  private static final Pattern LINE =
      Pattern.compile(
          "(GRANT|REVOKE) (.+) ON (?:TABLE )?" + NAME + "\\." + NAME + " (?:TO|FROM) .*",
          Pattern.DOTALL);

  /** Commas, except those between columns. */
  private static final Pattern COMMA = Pattern.compile(",\\s*(?![^()]*\\))");

  private final List<Grant> granted = new ArrayList<>();
  private final List<Grant> revoked = new ArrayList<>();

  /**
   * @param table empty for all
   */
  private record Grant(Set<String> privileges, Pattern schema, String table) {
    boolean covers(String privilege, String inSchema, String onTable) {
      return (privileges.contains(privilege)
              || privileges.contains("ALL PRIVILEGES")
              || privileges.contains("ALL"))
          && schema.matcher(inSchema).matches()
          && (table.isEmpty() || table.equals(onTable));
    }
  }

  /**
   * @param lines of SHOW GRANTS
   */
  public AccountGrants(List<String> lines) {
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        Grant grant =
            new Grant(privileges(parts.group(2)), schema(parts.group(3)), unquoted(parts.group(4)));
        (parts.group(1).equals("GRANT") ? granted : revoked).add(grant);
      }
    }
  }

  static AccountGrants of(Connection connection) throws SQLException {
    return new AccountGrants(
        JdbcServer.rows(connection, "SHOW GRANTS").stream()
            .map(row -> String.valueOf(row[0]))
            .toList());
  }

  /** Whether the account has a privilege on a whole schema. */
  public boolean has(String privilege, String schema) {
    return has(privilege, schema, "");
  }

  /** Whether the account has a privilege on a table or on its schema. */
  public boolean has(String privilege, String schema, String table) {
    return granted.stream().anyMatch(grant -> grant.covers(privilege, schema, table))
        && revoked.stream().noneMatch(grant -> grant.covers(privilege, schema, table));
  }

  private static Set<String> privileges(String text) {
    return COMMA
        .splitAsStream(text)
        .map(privilege -> privilege.strip().toUpperCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Schema names in grants are LIKE patterns. */
  private static Pattern schema(String quoted) {
    String name = unquoted(quoted);
    if (name.isEmpty()) {
      return Pattern.compile(".*", Pattern.DOTALL);
    }
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\' && i + 1 < name.length()) {
        i++;
        pattern.append(Pattern.quote(name.substring(i, i + 1)));
      } else if (c == '%') {
        pattern.append(".*");
      } else if (c == '_') {
        pattern.append('.');
      } else {
        pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }

  /** Empty for the asterisk. */
  private static String unquoted(String name) {
    if (name.equals("*")) {
      return "";
    }
    String quote = name.substring(0, 1);
    return name.substring(1, name.length() - 1).replace(quote + quote, quote);
  }
}
