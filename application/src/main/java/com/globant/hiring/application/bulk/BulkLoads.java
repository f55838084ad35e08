package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What loads on a cluster need, and which loads run there.
 *
 * @param autoBytes a source of more bytes than this runs there if its request leaves that to the
 *     service
 */
public record BulkLoads(BulkEngine engine, BulkWork work, long autoBytes) {
  /** Parts of a key, between slashes. */
  private static final Set<String> CHANGED_BY_HADOOP = Set.of("", ".", "..");

  /**
   * Whether a job loads these files, rather than the service.
   *
   * @throws Refused {@code invalid_parameter} if the request names Spark, which cannot read them
   */
  public boolean takes(LoadRequest request, List<SourceFile> files) {
    return switch (request.engine()) {
      case SERVICE -> false;
      case SPARK -> {
        files.stream().filter(file -> !isReadable(file)).forEach(BulkLoads::refuse);
        yield true;
      }
      case AUTO ->
          request.source() != null
              && isPossible(request)
              && files.stream().mapToLong(SourceFile::bytes).sum() > autoBytes
              && files.stream().allMatch(BulkLoads::isReadable);
    };
  }

  /** Hadoop takes {@code a//b} and {@code a/./b} for {@code a/b}, which is another object. */
  private static boolean isReadable(SourceFile file) {
    String path = file.name().replaceFirst("^[a-z0-9]+://", "");
    return Arrays.stream(path.split("/", -1)).noneMatch(CHANGED_BY_HADOOP::contains);
  }

  private static void refuse(SourceFile file) {
    throw new Refused(
        RefusalCode.INVALID_PARAMETER,
        "Spark cannot read %s, since its key has an empty part or one of dots alone; leave engine out, and the service reads the source itself"
            .formatted(file.name()));
  }

  /** Whether the job can do what a request asks for. */
  public static boolean isPossible(LoadRequest request) {
    Table table = request.table();
    List<ForeignKey> own = table.foreignKeysTo(table);
    if (!table.definition().uniqueKeys().isEmpty()) {
      return own.isEmpty() && request.duplicates() != DuplicateKeys.UPDATE;
    }
    return own.stream()
        .allMatch(key -> key.referencedColumns().equals(table.definition().primaryKey()));
  }

  /** Why {@link LoadEngine#SPARK} is refused, if it {@link #isPossible is not possible}. */
  public static final String LIMITS =
      "Spark updates no rows of a table with several keys, and loads no such table that references"
          + " itself";
}
