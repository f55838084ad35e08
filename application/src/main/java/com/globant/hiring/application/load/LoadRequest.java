package com.globant.hiring.application.load;

import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a load.
 *
 * @param header null if the body's media type decides
 * @param delimiter null if the body decides, see {@link RowReader#open}
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
    @Nullable HeaderLine header,
    @Nullable Delimiter delimiter,
    @Nullable ColumnMapping columns,
    MissingValues missing,
    boolean abortOnError,
    long maxErrors,
    DuplicateKeys duplicates,
    boolean dryRun) {}
