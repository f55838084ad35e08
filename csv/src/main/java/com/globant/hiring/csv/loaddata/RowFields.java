package com.globant.hiring.csv.loaddata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits the text of {@link RowText} into its values again. */
final class RowFields {
  private final ByteBuffer text;
  private byte[] value = new byte[256];

  RowFields(ByteBuffer text) {
    this.text = text;
  }

  /** The next value, without the tab or line feed that ends it; null for {@code \N}. */
  @Nullable String next() {
    int length = 0;
    boolean isNull = false;
    for (byte b = text.get(); b != '\t' && b != '\n'; b = text.get()) {
      if (b == '\\') {
        b = text.get();
        isNull |= b == 'N';
        if (b == '0') {
          b = 0;
        }
      }
      if (length == value.length) {
        value = Arrays.copyOf(value, 2 * length);
      }
      value[length++] = b;
    }
    return isNull ? null : new String(value, 0, length, StandardCharsets.UTF_8);
  }
}
