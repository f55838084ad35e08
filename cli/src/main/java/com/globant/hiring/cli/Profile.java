package com.globant.hiring.cli;

import com.globant.hiring.cli.input.WrongUse;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A service as a user has named it. The file is a Java properties file: {@code url=…} for the
 * unnamed profile, {@code NAME.url=…} for others.
 */
record Profile(
    URI url, @Nullable String schema, @Nullable Path apiKeyFile, @Nullable Path tokenFile) {
  private static final List<String> KEYS = List.of("url", "schema", "api-key-file", "token-file");

  /** Of an address alone. */
  static Profile of(String address) {
    return new Profile(uri(address), null, null, null);
  }

  /**
   * @param name empty for the unnamed profile
   * @param local address of a profile that has none
   */
  static Profile read(Path file, String name, String local) {
    Properties properties = properties(file);
    Set<String> names = new TreeSet<>();
    for (String property : properties.stringPropertyNames()) {
      int dot = property.lastIndexOf('.');
      if (!KEYS.contains(property.substring(dot + 1))) {
        throw new WrongUse(
            "%s: no such setting: %s; there are %s"
                .formatted(file, property, String.join(", ", KEYS)));
      }
      names.add(property.substring(0, Math.max(0, dot)));
    }
    names.remove("");
    if (!name.isEmpty() && !names.contains(name)) {
      throw new WrongUse(
          "%s has no profile %s%s"
              .formatted(
                  file, name, names.isEmpty() ? "" : "; there are " + String.join(", ", names)));
    }
    String prefix = name.isEmpty() ? "" : name + ".";
    String address = properties.getProperty(prefix + "url");
    if (address == null && !name.isEmpty()) {
      throw new WrongUse("%s: the profile %s has no url".formatted(file, name));
    }
    return new Profile(
        uri(address == null ? local : address.strip()),
        properties.getProperty(prefix + "schema"),
        path(file, properties.getProperty(prefix + "api-key-file")),
        path(file, properties.getProperty(prefix + "token-file")));
  }

  private static Properties properties(Path file) {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException unreadable) {
        throw new WrongUse("cannot read %s: %s".formatted(file, unreadable));
      }
    }
    return properties;
  }

  /** Relative to the file that names it. */
  private static @Nullable Path path(Path file, @Nullable String value) {
    return value == null ? null : file.resolveSibling(value.strip());
  }

  private static URI uri(String address) {
    try {
      URI uri = new URI(address);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Answered below.
    }
    throw new WrongUse(
        "%s is not the address of a service; write it as in http://127.0.0.1:8080"
            .formatted(address));
  }
}
