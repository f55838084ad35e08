package com.globant.hiring.cli;

import com.globant.hiring.cli.input.WrongUse;
import com.globant.hiring.client.HiringClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service a command uses, and how it authenticates. Keys are never arguments. */
final class Connection {
  private static final String LOCAL = "http://127.0.0.1:8080";

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Address of the service. Without it and --profile: HIRING_URL, else the profile of"
              + " HIRING_PROFILE, else the unnamed one, else "
              + LOCAL
              + ".")
  private @Nullable URI url;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Takes address, schema and key of this profile in hiring/config.properties.")
  private @Nullable String profile;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Schema of the tables. Needed only if several schemas have the table.")
  private @Nullable String schema;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "File with the API key. Without it: HIRING_API_KEY, HIRING_TOKEN, or that of the profile.")
  private @Nullable Path apiKeyFile;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "Longest time to wait in total for a service that is unreachable or busy; 300 for load,"
              + " 10 for other commands.")
  private @Nullable Integer wait;

  /** A client that is not built yet. */
  HiringClient.Builder client(Map<String, String> environment, Duration patience) {
    Profile used = profile(environment);
    HiringClient.Builder client =
        HiringClient.builder(used.url())
            .patience(wait == null ? patience : Duration.ofSeconds(Math.max(0, wait)));
    String named = schema(environment);
    if (named != null) {
      client.schema(named);
    }
    authenticate(client, used, environment);
    return client;
  }

  URI url(Map<String, String> environment) {
    return profile(environment).url();
  }

  /** The schema that was named; null if the service is to be asked. */
  @Nullable String schema(Map<String, String> environment) {
    return schema == null ? profile(environment).schema() : schema;
  }

  /** An address without a profile never gets the key of one. */
  private Profile profile(Map<String, String> environment) {
    String address = environment.get("HIRING_URL");
    if (url != null && profile != null) {
      throw new WrongUse("--url and --profile both name a service; leave one of them out");
    }
    if (url != null) {
      return Profile.of(url.toString());
    }
    if (profile == null && address != null && !address.isBlank()) {
      return Profile.of(address.strip());
    }
    return Profile.read(
        UserDirectories.configuration(environment).resolve("config.properties"),
        profile == null ? environment.getOrDefault("HIRING_PROFILE", "") : profile,
        LOCAL);
  }

  private void authenticate(
      HiringClient.Builder client, Profile used, Map<String, String> environment) {
    String key = environment.get("HIRING_API_KEY");
    String token = environment.get("HIRING_TOKEN");
    if (apiKeyFile != null) {
      client.apiKey(secret(apiKeyFile));
    } else if (key != null && token != null) {
      throw new WrongUse("HIRING_API_KEY and HIRING_TOKEN are both set; unset one of them");
    } else if (key != null) {
      client.apiKey(key.strip());
    } else if (token != null) {
      client.bearerToken(token::strip);
    } else if (used.apiKeyFile() != null) {
      client.apiKey(secret(used.apiKeyFile()));
    } else if (used.tokenFile() != null) {
      Path file = used.tokenFile();
      secret(file);
      // Another program may replace a token that expires.
      client.bearerToken(() -> secret(file));
    }
  }

  private static String secret(Path file) {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw new WrongUse(
            "other users can read the key in %s; run chmod 600 %s".formatted(file, file));
      }
      String secret = Files.readString(file).strip();
      if (secret.isEmpty() || secret.contains("\n")) {
        throw new WrongUse(file + " must have one line, the key or token");
      }
      return secret;
    } catch (IOException unreadable) {
      throw new WrongUse("cannot read the key in %s: %s".formatted(file, unreadable));
    }
  }
}
