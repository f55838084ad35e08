package com.globant.hiring.application.load;

import com.globant.hiring.domain.row.RowRejected;
import java.util.List;

/**
 * The outcome of a batch: each of its rows is inserted, updated, ignored or rejected.
 *
 * @param incomplete how many of the inserted have a NULL
 * @param rejected in the order of their lines
 */
public record Written(
    int inserted, int updated, int ignored, int incomplete, List<RowRejected> rejected) {}
