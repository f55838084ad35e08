package com.globant.hiring.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.domain.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** The loads of a test, each in schemas of its own, which are dropped after it. */
abstract class SparkLoads {
  private final Path folder;
  private final List<SparkLoad> loads = new ArrayList<>();

  /**
   * @param folder for the files of the loads
   */
  SparkLoads(Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void dropSchemas() {
    loads.forEach(SparkLoad::drop);
  }

  final SparkLoad load(Table table, Consumer<ObjectNode> settings) {
    SparkLoad load = new SparkLoad(table, folder, settings);
    loads.add(load);
    return load;
  }
}
