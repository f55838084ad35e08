package com.globant.hiring.spark.check;

import com.globant.hiring.spark.slice.Slice;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What is done with a slice, once all of them are checked.
 *
 * @param takenKeys keys that the table or an earlier slice has, if they are in bitmaps; else null
 * @param takenRows the rows that are not written, if a shuffle has found them
 * @param refusedKept how many refused rows are kept
 * @param firstPart number of its first part, if rows are written in the order of the files
 * @param parts how many parts it has then
 */
public record SliceTask(
    Slice slice,
    @Nullable Roaring64Bitmap takenKeys,
    TakenRows takenRows,
    long refusedKept,
    int firstPart,
    int parts)
    implements Serializable {}
