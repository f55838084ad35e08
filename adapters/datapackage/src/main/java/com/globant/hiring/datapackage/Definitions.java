package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Schema;
import java.util.List;

/**
 * What was read of some packages.
 *
 * @param schemas one for each package; empty if there are faults
 * @param faults all reasons why the definitions cannot be used
 * @param warnings what was passed over
 */
public record Definitions(List<Schema> schemas, List<Finding> faults, List<Finding> warnings) {
  public Definitions {
    schemas = List.copyOf(schemas);
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }
}
