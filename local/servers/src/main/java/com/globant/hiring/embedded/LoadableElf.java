package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies of a 64-bit ELF program a system can run: up to the end of its last segment, without the
 * sections that only debuggers read. The published server is 314 MB of which 30 are loaded; the
 * rest costs 1.7 s of each first start and the disk space.
 *
 * <p>The layout is that of the System V ABI, chapter 4 (ELF header) and 5 (program header).
 */
final class LoadableElf {

  private static final int HEAD = 4096;
  private static final int MAGIC = 0x7F454C46;
  private static final int CLASS_64_LITTLE_ENDIAN = 0x0201;

  private static final int PROGRAM_HEADERS_OFFSET = 32;
  private static final int SECTION_HEADERS_OFFSET = 40;
  private static final int PROGRAM_HEADER_SIZE = 54;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int SECTION_HEADER_COUNT = 60;
  private static final int SECTION_NAMES_INDEX = 62;

  private static final int SEGMENT_OFFSET = 8;
  private static final int SEGMENT_FILE_SIZE = 32;

  private LoadableElf() {}

  /** Copies what a system loads of an ELF program, and any other file whole. */
  static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] head = from.readNBytes(HEAD);
    ByteBuffer elf = ByteBuffer.wrap(head);
    long end = isElf(elf) ? endOfSegments(elf.order(ByteOrder.LITTLE_ENDIAN)) : 0;
    if (end <= HEAD) {
      to.write(head);
      from.transferTo(to);
      return;
    }
    elf.putLong(SECTION_HEADERS_OFFSET, 0);
    elf.putShort(SECTION_HEADER_COUNT, (short) 0);
    elf.putShort(SECTION_NAMES_INDEX, (short) 0);
    to.write(head);
    byte[] buffer = new byte[1 << 16];
    for (long left = end - HEAD; left > 0; ) {
      int read = from.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
      if (read == 0) {
        throw new IOException("The program ends " + left + " bytes before its last segment");
      }
      to.write(buffer, 0, read);
      left -= read;
    }
  }

  private static boolean isElf(ByteBuffer head) {
    return head.capacity() == HEAD
        && head.getInt(0) == MAGIC
        && head.getShort(4) == CLASS_64_LITTLE_ENDIAN;
  }

  /** The end of the last segment in the file, or 0 when the program headers are not in the head. */
  private static long endOfSegments(ByteBuffer elf) {
    long first = elf.getLong(PROGRAM_HEADERS_OFFSET);
    int size = elf.getShort(PROGRAM_HEADER_SIZE);
    int count = elf.getShort(PROGRAM_HEADER_COUNT);
    if (first < 0 || first + (long) size * count > HEAD) {
      return 0;
    }
    long end = 0;
    for (int i = 0; i < count; i++) {
      int header = (int) first + i * size;
      end =
          Math.max(
              end, elf.getLong(header + SEGMENT_OFFSET) + elf.getLong(header + SEGMENT_FILE_SIZE));
    }
    return end;
  }
}
