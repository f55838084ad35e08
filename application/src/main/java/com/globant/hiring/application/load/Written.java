package com.globant.hiring.application.load;

import com.globant.hiring.domain.row.RowRejected;
import java.util.List;

/**
 * What became of a batch: every row of it is inserted, or updated, or ignored, or rejected.
 *
 * @param incomplete how many of the inserted have a NULL
 * @param rejected in the order of their lines
 */
public record Written(
    int inserted, int updated, int ignored, int incomplete, List<RowRejected> rejected) {}
