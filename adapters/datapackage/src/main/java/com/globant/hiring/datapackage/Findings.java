package com.globant.hiring.datapackage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The faults and warnings of one file, each once. */
final class Findings {
  private final String source;
  private final Set<Finding> faults = new LinkedHashSet<>();
  private final Set<Finding> warnings = new LinkedHashSet<>();

  Findings(String source) {
    this.source = source;
  }

  void fault(String pointer, String message) {
    faults.add(new Finding(source, pointer, message));
  }

  void warning(String pointer, String message) {
    warnings.add(new Finding(source, pointer, message));
  }

  List<Finding> faults() {
    return List.copyOf(faults);
  }

  List<Finding> warnings() {
    return List.copyOf(warnings);
  }
}
