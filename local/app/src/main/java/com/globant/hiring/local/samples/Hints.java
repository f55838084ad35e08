package com.globant.hiring.local.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.domain.table.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What makes generated rows more like real ones, by table and column. Its format is described in
 * docs/tables.md.
 */
public final class Hints {
  public static final Hints NONE = new Hints(new JsonObject());

  private static final int USUAL_ROWS = 100;
  private static final String BUILT_IN = "/samples/hiring.json";

  private final JsonObject tables;

  private Hints(JsonObject tables) {
    this.tables = tables;
  }

  /**
   * @throws IllegalArgumentException if the text is not JSON
   */
  public static Hints read(String json) {
    try {
      return new Hints(new JsonObject(json));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("the hints are not JSON: " + e.getMessage(), e);
    }
  }

  /** Those of the built-in tables. */
  public static Hints builtIn() {
    try (InputStream text =
        Objects.requireNonNull(Hints.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
      return read(new String(text.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + BUILT_IN, e);
    }
  }

  private JsonObject table(String table) {
    return tables.getJsonObject(table, new JsonObject());
  }

  private JsonObject column(String table, String column) {
    return table(table)
        .getJsonObject("columns", new JsonObject())
        .getJsonObject(column, new JsonObject());
  }

  /** How many rows the table has unless told otherwise. */
  int rows(String table) {
    return table(table).getInteger("rows", USUAL_ROWS);
  }

  /** A file of the table in UTF-8 with mistakes, after its sample file was loaded; or null. */
  public byte @Nullable [] mistakes(Table table) {
    JsonArray lines = table(table.name()).getJsonArray("mistakes");
    return lines == null
        ? null
        : lines.stream().map(line -> line + "\n").collect(Collectors.joining()).getBytes(UTF_8);
  }

  /** The share of rows that lack a value. */
  double incompleteShare(String table) {
    return table(table).getDouble("incompleteShare", 0.0);
  }

  /** A column that references what belongs to the reference of another column; or null. */
  @Nullable String near(String table, String column) {
    return column(table, column).getString("near");
  }

  /** The texts of a column, or null. */
  @Nullable Texts texts(String table, String column) {
    JsonObject json = column(table, column);
    JsonArray texts = json.getJsonArray("texts");
    if (texts == null || texts.isEmpty()) {
      return null;
    }
    Map<String, List<String>> lists = new LinkedHashMap<>();
    JsonObject given = json.getJsonObject("lists", new JsonObject());
    given.fieldNames().forEach(name -> lists.put(name, strings(given.getJsonArray(name))));
    JsonArray weights = json.getJsonArray("weights", new JsonArray());
    return new Texts(
        strings(texts),
        IntStream.range(0, weights.size()).mapToObj(weights::getInteger).toList(),
        lists,
        json.getBoolean("inOrder", false));
  }

  private static List<String> strings(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  /**
   * Texts of a column.
   *
   * @param weights how often each text is made; 1 if there is none
   * @param lists whose members take the place of their names in braces
   * @param inOrder whether the rows have the texts in turn, with numbers after all were used
   */
  record Texts(
      List<String> texts, List<Integer> weights, Map<String, List<String>> lists, boolean inOrder) {
    int weight(int text) {
      return text < weights.size() ? weights.get(text) : 1;
    }
  }
}
