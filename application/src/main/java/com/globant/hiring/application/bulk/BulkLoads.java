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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What loads on a cluster need, and which loads run there.
 *
 * @param autoBytes a source of more bytes than this runs there if its request leaves that to the
 *     service
 * @param autoTableBytes so does a source whose keys are not in order, if the table has more bytes
 *     than this with its rows. Beyond the memory of the database, each such row costs it a read of
 *     a page, unless the job sorts the rows first
 */
public record BulkLoads(BulkEngine engine, BulkWork work, long autoBytes, long autoTableBytes) {
  /**
   * A source of less than this part of {@link #autoTableBytes} is loaded sooner than a run starts.
   */
  private static final int SMALLEST_SOURCE = 100;

  /** Parts of a key, between slashes. */
  private static final Set<String> CHANGED_BY_HADOOP = Set.of("", ".", "..");

  /**
   * Whether a job loads these files, rather than the service.
   *
   * @param tableBytes looks up about how many bytes the rows of the table have; called at most once
   * @param keysAscend looks at the files whether their keys are in order; called at most once
   * @throws Refused {@code invalid_parameter} if the request names Spark, which cannot read them
   */
  public boolean takes(
      LoadRequest request,
      List<SourceFile> files,
      LongSupplier tableBytes,
      BooleanSupplier keysAscend) {
    return switch (request.engine()) {
      case SERVICE -> false;
      case SPARK -> {
        files.stream().filter(file -> !isReadable(file)).forEach(BulkLoads::refuse);
        yield true;
      }
      case AUTO ->
          request.source() != null
              && isPossible(request)
              && files.stream().allMatch(BulkLoads::isReadable)
              && isFor(request, bytes(files), tableBytes, keysAscend);
    };
  }

  private static long bytes(List<SourceFile> files) {
    return files.stream().mapToLong(SourceFile::bytes).sum();
  }

  private boolean isFor(
      LoadRequest request, long bytes, LongSupplier tableBytes, BooleanSupplier keysAscend) {
    return bytes > autoBytes
        || (request.table().wholeNumberKey() >= 0
            && bytes > autoTableBytes / SMALLEST_SOURCE
            && bytes + (request.append() ? tableBytes.getAsLong() : 0) > autoTableBytes
            && !keysAscend.getAsBoolean());
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
