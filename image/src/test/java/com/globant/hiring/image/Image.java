package com.globant.hiring.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The image, unpacked as a container engine does it.
 *
 * @param root its root file system
 * @param config what its configuration says of containers: user, entry point, environment
 */
record Image(Path root, JsonNode config) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Unpacks the archive below a new directory. Only root can, as files keep their owners. */
  static Image unpack(Path archive, Path directory) throws IOException, InterruptedException {
    Path parts = Files.createDirectories(directory.resolve("archive"));
    Path root = Files.createDirectories(directory.resolve("root"));
    run("tar", "-xf", archive.toString(), "-C", parts.toString());
    JsonNode manifest = JSON.readTree(parts.resolve("manifest.json").toFile()).get(0);
    for (JsonNode layer : manifest.get("Layers")) {
      run("tar", "-xpzf", parts.resolve(layer.asText()).toString(), "-C", root.toString());
    }
    JsonNode config = JSON.readTree(parts.resolve(manifest.get("Config").asText()).toFile());
    return new Image(root, config.get("config"));
  }

  /** A process with namespaces of its own that runs the image's entry point with arguments. */
  ProcessBuilder container(List<String> arguments) throws IOException {
    // The container engine mounts /proc, which the dynamic linker and the JVM read.
    Path proc = Files.createDirectories(root.resolve("proc"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc=" + proc));
    command.addAll(List.of("chroot", "--userspec=" + user(), root.toString()));
    command.addAll(entryPoint());
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command);
    String path = System.getenv("PATH");
    process.environment().clear();
    process.environment().put("PATH", path);
    for (JsonNode variable : config.get("Env")) {
      String[] parts = variable.asText().split("=", 2);
      process.environment().put(parts[0], parts[1]);
    }
    return process;
  }

  String user() {
    return config.get("User").asText();
  }

  List<String> entryPoint() {
    return StreamSupport.stream(config.get("Entrypoint").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
