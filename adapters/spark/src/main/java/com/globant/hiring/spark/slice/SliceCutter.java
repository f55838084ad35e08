package com.globant.hiring.spark.slice;

import com.globant.hiring.application.Refused;
import com.globant.hiring.csv.RecordStates;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDescription.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the files of a load into slices: large ones in UTF-8 that are not packed, where they may be
 * cut.
 */
public final class SliceCutter {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int UTF8_MARK_LENGTH = 3;

  private final JavaSparkContext spark;
  private final Broadcast<Job> job;
  private final Job here;

  /** A piece of a large file, as many bytes as a slice should have. */
  private record Piece(int object, long from, long to, Delimiter delimiter)
      implements Serializable {}

  public SliceCutter(JavaSparkContext spark, Broadcast<Job> job) {
    this.spark = spark;
    this.job = job;
    this.here = job.value();
  }

  public List<Slice> cut() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (int object = 0; object < here.description().objects().size(); object++) {
      addPieces(object, pieces);
    }
    List<RecordStates> states = List.of();
    if (!pieces.isEmpty()) {
      Broadcast<Job> shared = job;
      states =
          spark
              .parallelize(pieces, pieces.size())
              .map(piece -> scan(shared.value(), piece))
              .collect();
    }
    List<Slice> slices = new ArrayList<>();
    int next = 0;
    for (int object = 0; object < here.description().objects().size(); object++) {
      int first = next;
      while (next < pieces.size() && pieces.get(next).object() == object) {
        next++;
      }
      if (next == first) {
        slices.add(Slice.whole(slices.size(), object));
      } else {
        addSlices(object, pieces.subList(first, next), states.subList(first, next), slices);
      }
    }
    return slices;
  }

  private void addPieces(int object, List<Piece> pieces) throws IOException {
    SourceObject file = here.description().objects().get(object);
    long bytes = here.description().bytesOfSlice();
    if (file.size() <= bytes || !RecordStates.canCut(here.table())) {
      return;
    }
    Integer begin;
    Delimiter delimiter;
    try {
      begin = begin(file);
      delimiter = begin == null ? null : FileHead.of(here, SliceRows.parser(), object).delimiter();
    } catch (FileRefused | Refused refused) {
      // It is found again when the file is checked.
      return;
    }
    if (begin == null || delimiter == null) {
      return;
    }
    for (long from = begin; from < file.size(); from += bytes) {
      pieces.add(new Piece(object, from, Math.min(from + bytes, file.size()), delimiter));
    }
  }

  /** Where the text of a file begins that may be cut; null if it may not. */
  private @Nullable Integer begin(SourceObject file) throws IOException {
    byte[] first;
    try (InputStream in = here.files().open(file, 0)) {
      first = in.readNBytes(UTF8_MARK_LENGTH + 1);
    }
    boolean marked = new String(first, StandardCharsets.UTF_8).startsWith("\uFEFF");
    Charset encoding = here.table().definition().encoding();
    boolean utf8 = marked || encoding == null || encoding.equals(StandardCharsets.UTF_8);
    boolean wide = first.length >= 2 && (first[0] & 0xFF) >= 0xFE && (first[1] & 0xFF) >= 0xFE;
    if (!utf8 || wide || !Content.isPlain(first)) {
      return null;
    }
    return marked ? UTF8_MARK_LENGTH : 0;
  }

  private static RecordStates scan(Job job, Piece piece) throws IOException {
    RecordStates states = new RecordStates(job.table(), piece.delimiter());
    byte[] block = new byte[BLOCK_BYTES];
    long left = piece.to() - piece.from();
    try (InputStream in =
        job.files().open(job.description().objects().get(piece.object()), piece.from())) {
      while (left > 0) {
        int count = in.read(block, 0, (int) Math.min(block.length, left));
        if (count < 0) {
          break;
        }
        states.add(block, 0, count);
        left -= count;
      }
    }
    return states;
  }

  private static void addSlices(
      int object, List<Piece> pieces, List<RecordStates> states, List<Slice> slices) {
    int state = RecordStates.AT_RECORD;
    long lines = 0;
    long start = 0;
    long linesBefore = 0;
    for (int i = 0; i < pieces.size(); i++) {
      RecordStates piece = states.get(i);
      long first = piece.firstRecord(state);
      if (i > 0 && first >= 0) {
        long cut = pieces.get(i).from() + first;
        slices.add(new Slice(slices.size(), object, start, cut, linesBefore));
        start = cut;
        linesBefore = lines + piece.linesBeforeFirstRecord(state);
      }
      lines += piece.lines(state);
      state = piece.end(state);
    }
    slices.add(new Slice(slices.size(), object, start, Long.MAX_VALUE, linesBefore));
  }
}
