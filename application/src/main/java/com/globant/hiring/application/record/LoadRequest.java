package com.globant.hiring.application.record;

import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a load.
 *
 * @param source what the service reads itself, as {@link SourceFiles#find} takes it; null if the
 *     request has a body
 * @param engine what reads the source; {@link LoadEngine#SERVICE} for a body
 * @param header null if the body's media type or the table's dialect decides
 * @param delimiter null if they decide, or the body, see {@link RowReader#open}
 * @param columns which columns of the file are which of the table; null if they have its names or
 *     its order
 * @param maxErrors more refused rows than this fail the load; {@link Long#MAX_VALUE} for no limit
 * @param abortOnError whether the first refused row fails the load
 * @param dryRun whether the load does everything but commit
 */
public record LoadRequest(
    Table table,
    String schema,
    boolean append,
    @Nullable String source,
    LoadEngine engine,
    @Nullable HeaderLine header,
    @Nullable Delimiter delimiter,
    @Nullable ColumnMapping columns,
    MissingValues missing,
    boolean abortOnError,
    long maxErrors,
    DuplicateKeys duplicates,
    boolean dryRun) {

  /** Whether it shows which hires there would be if they replaced all others. */
  public boolean isDryRunOfHires() {
    return dryRun && !append && HiringTables.isHires(table);
  }

  /**
   * The delimiter that is asked for, else that of the table's dialect, else that of the media type;
   * null if the body decides.
   */
  public @Nullable Delimiter delimiter(Body.Opened body) {
    Character ofDialect = table.definition().dialect().delimiter();
    if (delimiter != null || ofDialect == null) {
      return delimiter == null ? body.delimiter() : delimiter;
    }
    return Delimiter.of(ofDialect).orElse(null);
  }

  /** Whether there is a header: as asked, else as the media type or the table's dialect says. */
  public HeaderLine header(Body.Opened body) {
    if (header != null || body.header() != null) {
      return Objects.requireNonNullElse(header, body.header());
    }
    Boolean ofDialect = table.definition().dialect().header();
    return ofDialect == null ? HeaderLine.AUTO : ofDialect ? HeaderLine.PRESENT : HeaderLine.ABSENT;
  }
}
