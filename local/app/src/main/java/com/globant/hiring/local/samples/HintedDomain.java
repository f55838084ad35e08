package com.globant.hiring.local.samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of a {@link Hints.Texts}: a text, in which {@code {name}} stands for one of a list. The
 * index has the number of the text and of each member of the lists.
 */
final class HintedDomain extends Domain {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final boolean inOrder;
  private final List<List<String>> lists;
  private final List<Template> templates = new ArrayList<>();
  private final int[] sizes;
  private final int[] members;

  /** For each unit of weight, the template. */
  private final int[] byWeight;

  /** How many lists the texts share, which are drawn before the text. */
  private final int shared;

  HintedDomain(Hints.Texts hints) {
    super(
        hints.lists().isEmpty() && !hints.inOrder()
            ? hints.texts().size()
            : hints.inOrder() ? Long.MAX_VALUE : 0);
    this.inOrder = hints.inOrder();
    List<String> names = names(hints);
    this.lists = names.stream().map(name -> list(hints.lists(), name)).toList();
    this.sizes = lists.stream().mapToInt(List::size).toArray();
    this.members = new int[sizes.length];
    this.shared = (int) names.stream().filter(name -> isShared(name, hints.texts())).count();
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < hints.texts().size(); i++) {
      templates.add(new Template(hints.texts().get(i), names));
      for (int j = 0; j < hints.weight(i); j++) {
        weights.add(i);
      }
    }
    this.byWeight = weights.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The names of the lists, those that all texts have first. */
  private static List<String> names(Hints.Texts hints) {
    List<String> names = new ArrayList<>();
    hints
        .texts()
        .forEach(
            text ->
                PLACEHOLDER
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !names.contains(name))
                    .forEach(names::add));
    List<String> ordered =
        new ArrayList<>(names.stream().filter(name -> isShared(name, hints.texts())).toList());
    names.stream().filter(name -> !ordered.contains(name)).forEach(ordered::add);
    return ordered;
  }

  private static boolean isShared(String name, List<String> texts) {
    return texts.stream().allMatch(text -> text.contains("{" + name + "}"));
  }

  private static List<String> list(Map<String, List<String>> lists, String name) {
    List<String> list = lists.get(name);
    if (list == null || list.isEmpty()) {
      throw new IllegalArgumentException(
          "the texts name {%s}, but there is no such list".formatted(name));
    }
    return list;
  }

  @Override
  boolean inOrder() {
    return inOrder;
  }

  @Override
  long draw(SplitMix64 random) {
    long index = 0;
    for (int i = 0; i < shared; i++) {
      index = index * sizes[i] + random.below(sizes[i]);
    }
    int unit = random.below(byWeight.length);
    index = index * byWeight.length + unit;
    Template template = templates.get(byWeight[unit]);
    for (int i = shared; i < lists.size(); i++) {
      index = index * sizes[i] + (template.uses[i] ? random.below(sizes[i]) : 0);
    }
    return index;
  }

  @Override
  void write(CsvRecords csv, long index) throws IOException {
    if (inOrder || !csv.hasUsualQuotes()) {
      csv.field(text(index));
      return;
    }
    Template template = templates.get(template(index));
    csv.field(template.text(), template.quoted);
  }

  /** Which template an index has; sets which member of each list. */
  private int template(long index) {
    long rest = index;
    for (int i = lists.size() - 1; i >= shared; i--) {
      members[i] = (int) (rest % sizes[i]);
      rest /= sizes[i];
    }
    int unit = (int) (rest % byWeight.length);
    rest /= byWeight.length;
    for (int i = shared - 1; i >= 0; i--) {
      members[i] = (int) (rest % sizes[i]);
      rest /= sizes[i];
    }
    return byWeight[unit];
  }

  @Override
  String text(long index) {
    if (inOrder) {
      long round = index / templates.size();
      String text = templates.get((int) (index % templates.size())).text();
      return round == 0 ? text : text + " " + (round + 1);
    }
    return templates.get(template(index)).text();
  }

  /** A text with its places for members of lists. */
  private final class Template {
    private final List<String> literals = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final boolean[] uses;

    /** In quotes if any text that can be made needs them. */
    private final boolean quoted;

    Template(String text, List<String> names) {
      Matcher matcher = PLACEHOLDER.matcher(text);
      int end = 0;
      uses = new boolean[names.size()];
      while (matcher.find()) {
        literals.add(text.substring(end, matcher.start()));
        int list = names.indexOf(matcher.group(1));
        places.add(list);
        uses[list] = true;
        end = matcher.end();
      }
      literals.add(text.substring(end));
      quoted =
          literals.stream().anyMatch(CsvRecords::hasSpecial)
              || places.stream()
                  .anyMatch(list -> lists.get(list).stream().anyMatch(CsvRecords::hasSpecial));
    }

    String text() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < literals.size(); i++) {
        text.append(literals.get(i));
        if (i < places.size()) {
          text.append(lists.get(places.get(i)).get(members[places.get(i)]));
        }
      }
      return text.toString();
    }
  }
}
