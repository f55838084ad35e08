package com.globant.hiring.spark;

import java.io.Serializable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What is done with a slice, once all of them are checked.
 *
 * @param takenKeys keys, as whole numbers, that the table or an earlier slice has
 * @param takenRows numbers, among the rows of the slice that the rules accept, of those whose key
 *     the table or an earlier row has; empty if keys are whole numbers
 * @param refusedKept how many refused rows are kept
 * @param firstPart number of its first part, if rows are written in the order of the files
 * @param parts how many parts it has then
 */
record SliceTask(
    Slice slice,
    Roaring64Bitmap takenKeys,
    RoaringBitmap takenRows,
    long refusedKept,
    int firstPart,
    int parts)
    implements Serializable {}
