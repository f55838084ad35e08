package com.globant.hiring.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MariaDbBinariesTest {
  @Test
  void anElfProgramIsCopiedUpToTheEndOfItsLastSegment() {
    ByteBuffer head = ByteBuffer.allocate(4096);
    head.putInt(0, 0x7F454C46);
    head.order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 3);
    segment(head, 0, 0, 5000);
    segment(head, 1, 40_000, 2_000);
    segment(head, 2, 5000, 3000);

    assertThat(MariaDbBinaries.bytesToCopy(head)).isEqualTo(42_000);
  }

  @Test
  void otherFilesAreCopiedWhole() {
    assertThat(MariaDbBinaries.bytesToCopy(ByteBuffer.allocate(4096))).isEqualTo(Long.MAX_VALUE);
    assertThat(MariaDbBinaries.bytesToCopy(ByteBuffer.wrap(new byte[] {0x7F, 'E', 'L', 'F'})))
        .isEqualTo(Long.MAX_VALUE);
  }

  private static void segment(ByteBuffer head, int number, long offset, long size) {
    int header = 64 + 56 * number;
    head.putLong(header + 8, offset).putLong(header + 32, size);
  }
}
