package com.globant.hiring.local.samples;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts that a simple regular expression matches: literals, {@code \d \w \s .}, classes, groups,
 * alternatives, and repetitions, of which the least number is made (but one for {@code *} and
 * {@code ?}).
 */
final class PatternDomain extends Domain {
  private static final String DIGITS = "0123456789";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String WORD = "abcdefghijklmnopqrstuvwxyz" + UPPER + DIGITS;

  private final List<List<String>> parts;

  /**
   * @throws IllegalArgumentException if the pattern has something else
   */
  PatternDomain(String pattern) {
    this(new Parser(pattern).all());
  }

  private PatternDomain(List<List<String>> parts) {
    super(parts.stream().mapToLong(List::size).reduce(1, PatternDomain::times));
    this.parts = parts;
  }

  private static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  @Override
  String text(long index) {
    StringBuilder text = new StringBuilder();
    long rest = index;
    for (int i = parts.size() - 1; i >= 0; i--) {
      List<String> part = parts.get(i);
      text.insert(0, part.get((int) (rest % part.size())));
      rest /= part.size();
    }
    return text.toString();
  }

  /** Reads a pattern as a sequence of parts, each with its alternatives. */
  private static final class Parser {
    private final String pattern;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern;
    }

    List<List<String>> all() {
      List<List<String>> parts = alternatives();
      if (at < pattern.length()) {
        throw unknown();
      }
      return parts;
    }

    private IllegalArgumentException unknown() {
      return new IllegalArgumentException(
          "no text can be made for the pattern " + pattern + "; give texts for the column");
    }

    /** The branches if all of them are literal, else the first one. */
    private List<List<String>> alternatives() {
      List<List<List<String>>> branches = new ArrayList<>();
      branches.add(sequence());
      while (peek('|')) {
        at++;
        branches.add(sequence());
      }
      if (branches.size() == 1) {
        return branches.get(0);
      }
      List<String> literals = new ArrayList<>();
      for (List<List<String>> branch : branches) {
        if (branch.stream().anyMatch(part -> part.size() > 1)) {
          return branches.get(0);
        }
        literals.add(String.join("", branch.stream().map(part -> part.get(0)).toList()));
      }
      return List.of(literals);
    }

    private List<List<String>> sequence() {
      List<List<String>> parts = new ArrayList<>();
      while (at < pattern.length() && !peek('|') && !peek(')')) {
        if (peek('^') || peek('$')) {
          at++;
          continue;
        }
        List<List<String>> atom = atom();
        int times = repetitions();
        for (int i = 0; i < times; i++) {
          parts.addAll(atom);
        }
      }
      return parts;
    }

    private List<List<String>> atom() {
      char c = pattern.charAt(at++);
      if (c == '(') {
        if (pattern.startsWith("?:", at)) {
          at += 2;
        } else if (peek('?')) {
          throw unknown();
        }
        List<List<String>> group = alternatives();
        if (!peek(')')) {
          throw unknown();
        }
        at++;
        return group;
      }
      if (c == '[') {
        return List.of(characters(classOf()));
      }
      if (c == '\\') {
        return List.of(characters(escaped()));
      }
      if (c == '.') {
        return List.of(characters(WORD));
      }
      if ("*+?{".indexOf(c) >= 0) {
        throw unknown();
      }
      return List.of(List.of(String.valueOf(c)));
    }

    private String escaped() {
      if (at == pattern.length()) {
        throw unknown();
      }
      char c = pattern.charAt(at++);
      return switch (c) {
        case 'd' -> DIGITS;
        case 'w' -> WORD;
        case 's' -> " ";
        default -> {
          if (Character.isLetterOrDigit(c)) {
            throw unknown();
          }
          yield String.valueOf(c);
        }
      };
    }

    private String classOf() {
      if (peek('^')) {
        throw unknown();
      }
      StringBuilder found = new StringBuilder();
      while (!peek(']')) {
        if (at == pattern.length() || peek('[')) {
          throw unknown();
        }
        char c = pattern.charAt(at++);
        if (c == '\\') {
          found.append(escaped());
        } else if (peek('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
          for (char one = c; one <= pattern.charAt(at + 1); one++) {
            found.append(one);
          }
          at += 2;
        } else {
          found.append(c);
        }
      }
      at++;
      return found.toString();
    }

    private List<String> characters(String all) {
      return all.chars().distinct().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    private int repetitions() {
      if (peek('*') || peek('+') || peek('?')) {
        at++;
        return 1;
      }
      if (!peek('{')) {
        return 1;
      }
      int end = pattern.indexOf('}', at);
      String bounds = end < 0 ? "" : pattern.substring(at + 1, end).split(",", 2)[0];
      if (bounds.isEmpty() || !bounds.chars().allMatch(Character::isDigit)) {
        throw unknown();
      }
      at = end + 1;
      return Integer.parseInt(bounds);
    }

    private boolean peek(char expected) {
      return at < pattern.length() && pattern.charAt(at) == expected;
    }
  }
}
