package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of other tables that reference keys which a replace would remove. */
final class Orphans {
  /** How many keys a refusal names. */
  private static final int SHOWN = 20;

  private Orphans() {}

  /**
   * Checks a load when its rows are written. Blocks.
   *
   * @throws Refused if the load would leave orphans
   */
  static void refuse(LoadRequest request, LoadTransaction load) {
    Table table = request.table();
    if (request.append() || table.referencingTables().isEmpty()) {
      return;
    }
    List<Integer> keys = await(load.orphanedReferences(SHOWN + 1));
    if (!keys.isEmpty()) {
      throw new Refused(RefusalCode.REFERENCED_ROWS, detail(table, keys));
    }
  }

  private static String detail(Table table, List<Integer> orphans) {
    String ids =
        orphans.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rows =
        table.referencingTables().stream().map(Table::name).collect(Collectors.joining(", "));
    return "rows of %s point to these ids of %s, which the file does not have: %s%s; add them to the file, or append to the table instead"
        .formatted(rows, table.name(), ids, orphans.size() > SHOWN ? ", …" : "");
  }
}
