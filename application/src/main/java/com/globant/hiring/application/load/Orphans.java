package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows that reference keys which a load would remove. */
final class Orphans {
  /** How many keys a refusal names. */
  private static final int SHOWN = 20;

  private Orphans() {}

  /**
   * Checks a load when its rows are written. Blocks.
   *
   * @throws Refused if the load would leave orphans
   */
  static void refuse(LoadPlan plan, BegunLoad load) {
    if (plan.referencesAtRisk().isEmpty()) {
      return;
    }
    List<OrphanedKey> keys = await(load.orphanedReferences(SHOWN + 1));
    if (!keys.isEmpty()) {
      throw new Refused(RefusalCode.REFERENCED_ROWS, detail(plan, keys));
    }
  }

  private static String detail(LoadPlan plan, List<OrphanedKey> orphans) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    orphans.stream()
        .limit(SHOWN)
        .forEach(
            orphan ->
                shown
                    .computeIfAbsent(orphan.names(), names -> new ArrayList<>())
                    .add(orphan.text()));
    String keys =
        shown.entrySet().stream()
            .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
            .collect(Collectors.joining("; "));
    String rows =
        plan.referencesAtRisk().stream()
            .map(incoming -> incoming.from().name())
            .distinct()
            .collect(Collectors.joining(", "));
    return "rows of %s reference these rows of %s, which the file %s: %s%s; %s"
        .formatted(
            rows,
            plan.table().name(),
            plan.append() ? "changes" : "does not have",
            keys,
            orphans.size() > SHOWN ? ", …" : "",
            plan.append()
                ? "keep these values, or change the rows that reference them first"
                : "add them to the file, or append to the table instead");
  }
}
