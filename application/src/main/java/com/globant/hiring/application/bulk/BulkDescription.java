package com.globant.hiring.application.bulk;

import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.record.LoadRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job is asked to do.
 *
 * @param files as they were found when the load began, in the order of the load
 * @param target the name of the table that the job fills, in the schema of the loaded one; null for
 *     a dry run
 */
public record BulkDescription(
    String loadId, LoadRequest request, List<SourceFile> files, @Nullable String target) {}
