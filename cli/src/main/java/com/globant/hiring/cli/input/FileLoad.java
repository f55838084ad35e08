package com.globant.hiring.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file and the table it is for. With neither file nor source it is standard input.
 *
 * @param file on this machine
 * @param source objects that the service reads itself, such as {@code s3://bucket/prefix/}
 */
public record FileLoad(String table, @Nullable Path file, @Nullable String source) {
  private static final String STANDARD_INPUT = "-";
  private static final String SOURCE = "s3://";
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
  private static final Pattern ENDING =
      Pattern.compile("(\\.(csv|tsv|txt))?(\\.(gz|zst))?$", Pattern.CASE_INSENSITIVE);

  public String name() {
    if (source != null) {
      return source;
    }
    return file == null ? "standard input" : file.toString();
  }

  public boolean isStandardInput() {
    return file == null && source == null;
  }

  /**
   * The loads that arguments name: {@code TABLE FILE…}, {@code TABLE=FILE…}, or files alone.
   *
   * @param byName whether each file is for the table that it is named after
   */
  public static List<FileLoad> of(List<String> arguments, boolean byName) {
    List<FileLoad> loads = new ArrayList<>();
    if (byName) {
      for (String argument : arguments) {
        if (argument.startsWith(SOURCE)) {
          throw new WrongUse("--by-name is for files on this machine; write TABLE=" + argument);
        }
        files(argument).forEach(file -> loads.add(new FileLoad(tableOf(file), file, null)));
      }
    } else if (arguments.get(0).contains("=")) {
      for (String argument : arguments) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
          throw new WrongUse(argument + " is not TABLE=FILE, as the arguments before it are");
        }
        add(argument.substring(0, equals), argument.substring(equals + 1), loads);
      }
    } else if (arguments.size() == 1) {
      throw new WrongUse("name the files after the table, or - for standard input");
    } else {
      arguments.stream().skip(1).forEach(argument -> add(arguments.get(0), argument, loads));
    }
    if (loads.stream().filter(FileLoad::isStandardInput).count() > 1) {
      throw new WrongUse("standard input (-) can be loaded once only");
    }
    return loads;
  }

  private static void add(String table, String argument, List<FileLoad> loads) {
    if (argument.equals(STANDARD_INPUT)) {
      loads.add(new FileLoad(table, null, null));
    } else if (argument.startsWith(SOURCE)) {
      loads.add(new FileLoad(table, null, argument));
    } else {
      files(argument).forEach(file -> loads.add(new FileLoad(table, file, null)));
    }
  }

  private static String tableOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return ENDING.matcher(name).replaceFirst("");
  }

  /** The file, or the files that match, in alphabetical order. */
  private static List<Path> files(String argument) {
    try {
      Path file = Path.of(argument);
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        return List.of(file);
      }
      if (Files.exists(file) || !WILDCARD.matcher(argument).find()) {
        throw new WrongUse(argument + " is not a file that can be read");
      }
    } catch (InvalidPathException noPath) {
      // On Windows, no path has a wildcard.
    }
    List<Path> files = matching(argument.replace('\\', '/'));
    if (files.isEmpty()) {
      throw new WrongUse("no file matches " + argument);
    }
    return files;
  }

  private static List<Path> matching(String pattern) {
    int wildcard = pattern.length();
    var found = WILDCARD.matcher(pattern);
    if (found.find()) {
      wildcard = found.start();
    }
    int end = pattern.lastIndexOf('/', wildcard);
    // What is before the first wildcard is a name, whatever it has.
    Path start = Path.of(end < 0 ? "" : pattern.substring(0, end + 1));
    String rest = pattern.substring(end + 1);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(start, depth)) {
      return all.filter(file -> matcher.matches(start.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new WrongUse("cannot search for %s: %s".formatted(pattern, unreadable.getMessage()));
    }
  }
}
