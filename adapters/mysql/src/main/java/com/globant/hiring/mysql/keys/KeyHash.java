package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.row.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;

/**
 * A hash of 128 bits of the key of a row, so that keys of any length take the same memory. Equal
 * hashes of different keys are practically impossible. Clients cannot construct them, since the
 * hashes depend on random numbers of this process.
 *
 * <p>Changed by each call; not for several threads at once.
 */
public final class KeyHash {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long FIRST_HIGH = RANDOM.nextLong();
  private static final long FIRST_LOW = RANDOM.nextLong();
  private static final long FACTOR_HIGH = RANDOM.nextLong() | 1;
  private static final long FACTOR_LOW = RANDOM.nextLong() | 1;
  private static final int BITS_OF_CHAR = 16;
  private static final int CHARS_OF_WORD = 4;
  private static final int MOST_BITS_OF_LONG = 63;

  private long high;
  private long low;

  public long high() {
    return high;
  }

  /** Never 0. */
  public long low() {
    return low;
  }

  /**
   * Sets the hash.
   *
   * @param kind so that equal values of different keys have different hashes
   * @return false if one of the values is missing
   */
  public boolean set(int kind, Row row, int[] columns) {
    begin(kind);
    for (int column : columns) {
      Object value = row.value(column);
      if (value == null) {
        return false;
      }
      add(value);
    }
    end(columns.length);
    return true;
  }

  /**
   * Sets the hash of a key that is not of a row; the same as of a row with this key.
   *
   * @param key the value, or a list of the values if the key has several columns
   */
  public void set(int kind, Object key) {
    List<?> values = key instanceof List<?> several ? several : List.of(key);
    begin(kind);
    for (Object value : values) {
      // A column of TIME can have values that no row of a load has.
      add(value instanceof Duration ? value.toString() : value);
    }
    end(values.size());
  }

  private void begin(int kind) {
    high = FIRST_HIGH;
    low = FIRST_LOW;
    add(kind);
  }

  private void end(int size) {
    add(size);
    if (low == 0) {
      low = 1;
    }
  }

  private void add(Object value) {
    if (value instanceof String text) {
      add(text);
    } else if (value instanceof Number number) {
      add(number);
    } else if (value instanceof LocalDate date) {
      add(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      add(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime moment) {
      add(moment.toLocalDate().toEpochDay());
      add(moment.toLocalTime().toNanoOfDay());
    } else if (value instanceof Boolean truth) {
      add(truth ? 1 : 0);
    } else {
      throw new IllegalArgumentException("No key has values of " + value.getClass());
    }
  }

  private void add(String text) {
    int length = text.length();
    add(length);
    long word = 0;
    for (int i = 0; i < length; i++) {
      word = word << BITS_OF_CHAR | text.charAt(i);
      if (i % CHARS_OF_WORD == CHARS_OF_WORD - 1) {
        add(word);
        word = 0;
      }
    }
    add(word);
  }

  /** Decimals of a column all have the same scale. */
  private void add(Number number) {
    if (number instanceof BigDecimal decimal) {
      BigInteger digits = decimal.unscaledValue();
      if (digits.bitLength() <= MOST_BITS_OF_LONG) {
        add(digits.longValue());
      } else {
        add(digits.toString());
      }
    } else if (number instanceof Double) {
      add(Double.doubleToLongBits(number.doubleValue()));
    } else {
      add(number.longValue());
    }
  }

  private void add(long word) {
    high = mixed(high ^ word, FACTOR_HIGH);
    low = mixed(low + word, FACTOR_LOW);
  }

  private static long mixed(long word, long factor) {
    return Math.multiplyHigh(word, factor) ^ word * factor;
  }
}
