package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of any content have the same outcome as in the service. {@code -Ddocuments.count=2000} runs
 * more random documents, {@code -Ddocuments.seed} other ones.
 */
class ContentIT extends SparkLoads {
  private static final int DOCUMENTS = Integer.getInteger("documents.count", 120);
  private static final long SEED = Long.getLong("documents.seed", 20);

  /** Loads of files that are refused as a whole take a run each. */
  private static final int REFUSED_FILES = 4;

  private static final String[] FIELDS = {
    "a",
    "7",
    "-12",
    "x y",
    "",
    "",
    "\"\"",
    "\"q\"",
    "\"say \"\"q\"\"\"",
    "\"u,v\"",
    "\"l\nm\"",
    "\"l\r\nm\rn\"",
    "O\"Brien",
    "é",
    "𝄞",
    "\\N",
    "\\",
    "c\td",
    " ",
    "\"#\"",
    "\uFEFF"
  };

  /** What the grammar distinguishes. */
  private static final String[] CHARACTERS = {
    "a", ",", "\"", "\"\"", "\n", "\r", "\r\n", " ", "é", "\uFEFF", "𝄞", "#", "\0", "\u001A", ";"
  };

  private static final String[] LINE_ENDS = {"\n", "\r", "\r\n", "\n\n"};

  ContentIT(@TempDir Path folder) {
    super(folder);
  }

  /** Columns of all types with all constraints. */
  private static Table everything() {
    return KeysIT.table(
        """
        {"fields": [
            {"name": "id", "type": "integer", "constraints": {"minimum": 1, "maximum": 900}},
            {"name": "amount", "type": "number", "x-precision": 6, "x-scale": 2},
            {"name": "share", "type": "number"},
            {"name": "active", "type": "boolean"},
            {"name": "day", "type": "date"},
            {"name": "at", "type": "time"},
            {"name": "moment", "type": "datetime"},
            {"name": "of", "type": "year"},
            {"name": "during", "type": "yearmonth"},
            {"name": "more", "type": "object"},
            {"name": "key", "type": "string", "format": "uuid"},
            {"name": "mail", "type": "string", "format": "email"},
            {"name": "code", "type": "string",
              "constraints": {"minLength": 2, "maxLength": 4, "pattern": "[A-Z0-9]*", "unique": true}},
            {"name": "size", "type": "string", "constraints": {"enum": ["S", "M", "L"]}}],
          "primaryKey": ["id"]}""");
  }

  private static List<String> good(Random random) {
    return new ArrayList<>(
        List.of(
            Integer.toString(1 + random.nextInt(800)),
            random.nextInt(9000) + ".25",
            "0.1",
            random.nextBoolean() ? "true" : "0",
            "2021-11-07",
            "02:48:42.5",
            "2021-11-07T02:48:42+01:00",
            "2021",
            "2021-11",
            "\"{\"\"a\"\": 1}\"",
            "0B1E2D3C-0000-4000-8000-0123456789AB",
            "ann@example.com",
            random.nextInt(3) == 0 ? "" : "C" + random.nextInt(999),
            "M"));
  }

  /** Values that columns refuse, as the number of the column and the value. */
  private static final List<Map.Entry<Integer, String>> FAULTS =
      List.of(
          Map.entry(0, "0"),
          Map.entry(0, "901"),
          Map.entry(0, ""),
          Map.entry(0, "1x"),
          Map.entry(1, "12345.678"),
          Map.entry(1, "1e"),
          Map.entry(2, "0.12345678901234567890"),
          Map.entry(3, "perhaps"),
          Map.entry(4, "2021-02-30"),
          Map.entry(5, "25:00"),
          Map.entry(6, "27/07/2021"),
          Map.entry(7, "20x1"),
          Map.entry(8, "2021-13"),
          Map.entry(9, "{a"),
          Map.entry(10, "0b1e"),
          Map.entry(11, "ann"),
          Map.entry(12, "A"),
          Map.entry(12, "ABCDE"),
          Map.entry(12, "abc"),
          Map.entry(13, "XL"));

  private static String rows(Random random, int rows) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      List<String> row = good(random);
      if (random.nextInt(3) == 0) {
        Map.Entry<Integer, String> fault = FAULTS.get(random.nextInt(FAULTS.size()));
        row.set(fault.getKey(), fault.getValue());
      }
      text.append(String.join(",", row)).append('\n');
    }
    return text.toString();
  }

  @Test
  void rowsOfAllTypesAreRefusedWithAllCodes() throws Exception {
    SparkLoad load =
        load(
            everything(),
            description -> description.put("slice_bytes", 4_000).put("part_rows", 100));
    Random random = new Random(1);
    InProcess expected = new InProcess(load.request(), Map.of());
    for (String name : List.of("a.csv", "b.csv")) {
      byte[] content = rows(random, 250).getBytes(UTF_8);
      load.file(name, content);
      expected.file(name, content);
    }
    Set<RowErrorCode> codes = EnumSet.copyOf(HireFiles.CODES);
    codes.addAll(expected.codes);
    assertThat(codes).containsExactly(RowErrorCode.values());

    expected.assertLike(load, load.run(), "all types");
  }

  /** Takes whatever two strings and a number can be. */
  private static Table notes() {
    return KeysIT.table(
        """
        {"fields": [
            {"name": "a", "type": "string"},
            {"name": "b", "type": "string"},
            {"name": "n", "type": "integer"}]}""");
  }

  private static String any(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  /** Records, some of whose characters are changed. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(any(random, "", "", "", "", "a,b,n\n", "n,a,b\r\n", "sep=;\n", "a,b\n", "\n"));
    int records = 1 + random.nextInt(5);
    for (int i = 0; i < records; i++) {
      text.append(any(random, FIELDS)).append(',').append(any(random, FIELDS)).append(',');
      text.append(random.nextInt(6) == 0 ? any(random, FIELDS) : random.nextInt(100));
      text.append(random.nextInt(12) == 0 ? ",more" : "").append(any(random, LINE_ENDS));
    }
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      text.insert(random.nextInt(text.length() + 1), any(random, CHARACTERS));
    }
    if (random.nextInt(4) == 0) {
      text.setLength(random.nextInt(text.length()));
    }
    return text.toString();
  }

  private static byte[] document(Random random) {
    String text = text(random);
    return switch (random.nextInt(10)) {
      case 0 -> ("\uFEFF" + text).getBytes(UTF_16LE);
      case 1 -> ("\uFEFF" + text).getBytes(UTF_16BE);
      case 2, 3 -> ("\uFEFF" + text).getBytes(UTF_8);
      case 4 -> damaged(random, text.getBytes(UTF_8));
      default -> text.getBytes(UTF_8);
    };
  }

  private static byte[] damaged(Random random, byte[] document) {
    if (document.length > 0) {
      document[random.nextInt(document.length)] = (byte) 0xE9;
    }
    return document;
  }

  private static byte[] packed(Random random, byte[] document) {
    return switch (random.nextInt(8)) {
      case 0 -> HireFiles.gzip(document);
      case 1 -> pzstd(document);
      default -> document;
    };
  }

  /** As pzstd packs it: the frames have a skippable one before them. */
  private static byte[] pzstd(byte[] document) {
    byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] frame = Zstd.compress(document);
    byte[] file = Arrays.copyOf(skippable, skippable.length + frame.length);
    System.arraycopy(frame, 0, file, skippable.length, frame.length);
    return file;
  }

  /** The code and the detail of the refusal of a file; empty if only rows of it may be refused. */
  private static List<String> refusal(SparkLoad load, byte[] document) throws IOException {
    try {
      new InProcess(load.request(), Map.of()).file("", document);
      return List.of();
    } catch (FileRefused refused) {
      return List.of(refused.reason().name().toLowerCase(Locale.ROOT), refused.detail());
    } catch (Refused refused) {
      return List.of(refused.code().wireName(), refused.detail());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, auto, 7", "1, absent, 40"})
  void randomDocumentsAreReadAsByTheService(int number, String header, long sliceBytes)
      throws Exception {
    long seed = SEED + number;
    String documents = "documents.seed=%d, %d documents".formatted(SEED, DOCUMENTS);
    System.out.println("Random documents on Spark: " + documents);
    Random random = new Random(seed);
    Consumer<ObjectNode> settings =
        description ->
            description.put("header", header).put("slice_bytes", sliceBytes).put("part_rows", 50);
    SparkLoad load = load(notes(), settings);
    InProcess expected = new InProcess(load.request(), Map.of());
    Map<List<String>, byte[]> refused = new LinkedHashMap<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = document(random);
      List<String> refusal = refusal(load, document);
      if (refusal.isEmpty()) {
        String name = "d%05d.csv".formatted(i);
        load.file(name, packed(random, document));
        expected.file(name, document);
      } else {
        refused.putIfAbsent(refusal, document);
      }
    }
    assertThat(expected.rejected).as(documents).isGreaterThan(DOCUMENTS / 10);
    assertThat(expected.rows().size()).as(documents).isGreaterThan(DOCUMENTS);

    expected.assertLike(load, load.run(), documents);

    List<List<String>> some = refused.keySet().stream().limit(REFUSED_FILES).toList();
    for (List<String> refusal : some) {
      SparkLoad other = load(notes(), settings);
      other.file("a.csv", "a,b,1\n").file("b.csv", refused.getOrDefault(refusal, new byte[0]));

      JsonNode result = other.run();

      assertThat(List.of(result.get("code").asText(), result.get("detail").asText()))
          .as(documents)
          .containsExactly(refusal.get(0), "b.csv: " + refusal.get(1));
    }
  }

  /** What cannot be unpacked refuses the load, with the words of the service. */
  @ParameterizedTest
  @ValueSource(strings = {"cut in its header", "cut", "changed", "followed", "zstd, cut"})
  void aDamagedFileRefusesTheLoad(String how) throws Exception {
    byte[] packed = HireFiles.gzip("a,b,1\n".repeat(50).getBytes(UTF_8));
    byte[] zstd = Zstd.compress("a,b,1\n".repeat(50).getBytes(UTF_8));
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1;
    byte[] content =
        switch (how) {
          case "cut in its header" -> Arrays.copyOf(packed, 7);
          case "cut" -> Arrays.copyOf(packed, packed.length - 9);
          case "changed" -> damaged;
          case "followed" -> Arrays.copyOf(packed, packed.length + 1);
          default -> Arrays.copyOf(zstd, zstd.length - 3);
        };
    SparkLoad load = load(notes(), description -> {});
    load.file("a.csv", "a,b,1\n").file("b.csv", content);

    JsonNode result = load.run();

    assertThat(result.get("code").asText()).isEqualTo("corrupt_encoding");
    assertThat(result.get("detail").asText())
        .isEqualTo(
            "b.csv: the file cannot be unpacked as %s; send it again, whole"
                .formatted(
                    switch (how) {
                      case "cut in its header", "cut" -> "gzip: it is cut off";
                      case "changed" -> "gzip: a checksum does not match its content";
                      case "followed" -> "gzip: something else follows its end";
                      default -> "zstd: it is damaged or cut off";
                    }));
    assertThat(load.content()).isEmpty();
  }
}
