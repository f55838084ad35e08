package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.AdapterSettings;
import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.NamedSecrets;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.StartFailed;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import java.io.Console;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description = {
      "Prints a datapackage.json for tables that exist in a MySQL or MariaDB database.",
      "Notes and what cannot be described are printed to standard error."
    })
final class DescribeCommand implements Callable<Integer> {
  private static final String SCHEME = "mysql";

  @Mixin private final ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "SCHEMA",
      index = "0",
      description = {
        "URL of the schema, as mysql://user@host:port/schema, or its name in the configured database.",
        "The password for a URL is that of the variable MYSQL_PWD or HIRING_DATABASE_PASSWORD; without them it is asked for."
      })
  @SuppressWarnings("NullAway.Init") // by picocli
  private String schema;

  @Parameters(
      paramLabel = "TABLE",
      index = "1..*",
      description = "Names of tables; all of the schema unless given.")
  private final List<String> tables = new ArrayList<>();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final BackingServices backing;

  DescribeCommand(Map<String, String> environment, BackingServices backing) {
    this.environment = environment;
    this.backing = backing;
  }

  @Override
  public Integer call() {
    try (Resources resources = new Resources()) {
      Settings settings = config.settings(environment);
      String name = schema;
      if (schema.startsWith(SCHEME + "://")) {
        URI url = url();
        name = url.getPath().substring(1);
        settings = at(settings, url);
      } else {
        settings =
            backing
                .startDatabase(settings, resources)
                .orElseThrow(
                    () ->
                        new StartFailed(
                            "There is no database yet, and none is configured; give the URL of one."));
      }
      MySqlSettings database =
          AdapterSettings.mysql(
              settings,
              new NamedSecrets(settings.secrets(), resources),
              new Catalog(List.of(new Schema(name, List.of()))));
      return print(name, MySqlAdapter.describe(database, name, tables));
    }
  }

  private int print(String name, MySqlAdapter.Described described) {
    PrintWriter err = spec.commandLine().getErr();
    described.notes().forEach(note -> err.println("note: " + note));
    described.refusals().forEach(refusal -> err.println("not described: " + refusal));
    if (described.tables().isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    String json = DataPackages.dataPackage(name, described.tables());
    Definitions read = DataPackages.read(Map.of("datapackage.json", json));
    read.faults().forEach(fault -> err.println("fault: " + fault));
    spec.commandLine().getOut().println(json);
    return described.refusals().isEmpty() && read.faults().isEmpty()
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private URI url() {
    try {
      URI url = new URI(schema);
      String user = url.getUserInfo();
      if (url.getHost() != null
          && user != null
          && url.getPath().length() > 1
          && url.getPath().indexOf('/', 1) < 0
          && url.getQuery() == null) {
        if (user.contains(":")) {
          throw wrong(
              "The password must not be in the URL, where other users of this machine can see it; set MYSQL_PWD");
        }
        return url;
      }
    } catch (URISyntaxException e) {
      throw wrong("%s is not a URL: %s".formatted(schema, e.getMessage()));
    }
    throw wrong("%s is not a URL as mysql://user@host:port/schema".formatted(schema));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Settings at(Settings settings, URI url) {
    Map<String, String> changes = new HashMap<>();
    changes.put("database.host", url.getHost());
    changes.put("database.port", String.valueOf(url.getPort() < 0 ? 3306 : url.getPort()));
    changes.put("database.user", url.getUserInfo());
    changes.put("database.password", password(url));
    changes.put("database.secret", "");
    return settings.with(changes);
  }

  @SuppressWarnings("SystemConsoleNull") // with Java 17 it is null without a terminal
  private String password(URI url) {
    for (String variable : List.of("MYSQL_PWD", "HIRING_DATABASE_PASSWORD")) {
      String password = environment.get(variable);
      if (password != null) {
        return password;
      }
    }
    @Nullable Console console = System.console();
    char @Nullable [] typed =
        console == null ? null : console.readPassword("Password of %s: ", url.getUserInfo());
    return typed == null ? "" : new String(typed);
  }
}
