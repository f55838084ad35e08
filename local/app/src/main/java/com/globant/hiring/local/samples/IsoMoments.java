package com.globant.hiring.local.samples;

import java.time.LocalDate;

/** Moments in ISO 8601, with a Z. Each day is formatted once. */
final class IsoMoments extends Domain {
  private final ValueDomain moments;
  private final long from;
  private final byte[][] days = new byte[2 * ValueDomain.DAYS][];

  IsoMoments(ValueDomain moments, long from) {
    super(moments.capacity());
    this.moments = moments;
    this.from = from;
  }

  @Override
  long draw(SplitMix64 random) {
    return moments.draw(random);
  }

  @Override
  String text(long index) {
    return moments.text(index);
  }

  @Override
  void write(CsvBytes csv, long index) {
    long moment = from + index;
    long day = Math.floorDiv(moment, ValueDomain.SECONDS_A_DAY);
    long second = Math.floorMod(moment, ValueDomain.SECONDS_A_DAY);
    csv.add(bytes(day, (int) (day - Math.floorDiv(from, ValueDomain.SECONDS_A_DAY))));
    csv.add('T').padded(second / 3600, 2);
    csv.add(':').padded(second / 60 % 60, 2).add(':').padded(second % 60, 2).add('Z');
  }

  private byte[] bytes(long day, int number) {
    if (number >= days.length) {
      return CsvBytes.utf8(LocalDate.ofEpochDay(day).toString());
    }
    if (days[number] == null) {
      days[number] = CsvBytes.utf8(LocalDate.ofEpochDay(day).toString());
    }
    return days[number];
  }
}
