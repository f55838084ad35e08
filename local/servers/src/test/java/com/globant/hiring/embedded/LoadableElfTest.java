package com.globant.hiring.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadableElfTest {

  private static final int SIZE = 300_000;

  @ParameterizedTest
  @ValueSource(ints = {4097, 70_000, 200_000, SIZE})
  void anElfProgramEndsWithItsLastSegment(int end) throws IOException {
    byte[] program = program(end);
    byte[] copy = copy(program);
    assertThat(copy).hasSize(end);
    assertThat(Arrays.copyOfRange(copy, 64, end)).isEqualTo(Arrays.copyOfRange(program, 64, end));
  }

  @Test
  void theCopyNamesNoSections() throws IOException {
    ByteBuffer copy = ByteBuffer.wrap(copy(program(70_000))).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(copy.getLong(40)).as("offset of the section headers").isZero();
    assertThat(copy.getShort(60)).as("number of sections").isZero();
    assertThat(copy.getShort(62)).as("section of the names").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 100_000})
  void whatIsNoElfProgramIsCopiedWhole(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    assertThat(copy(content)).isEqualTo(content);
  }

  @Test
  void aProgramWithItsHeadersElsewhereIsCopiedWhole() throws IOException {
    byte[] program = program(70_000);
    ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).putLong(32, 100_000);
    assertThat(copy(program)).isEqualTo(program);
  }

  @Test
  void aProgramCutShortIsRefused() {
    byte[] program = Arrays.copyOf(program(200_000), 100_000);
    assertThatIOException()
        .isThrownBy(() -> copy(program))
        .withMessageContaining("100000 bytes before");
  }

  private static byte[] copy(byte[] content) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    LoadableElf.copy(new ByteArrayInputStream(content), copy);
    return copy.toByteArray();
  }

  /** A 64-bit little-endian program of two segments, the first of which ends the file part. */
  private static byte[] program(int end) {
    byte[] bytes = new byte[SIZE];
    new Random(end).nextBytes(bytes);
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7F, 'E', 'L', 'F', 2, 1});
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 2);
    segment(elf, 64, 4000, end - 4000);
    segment(elf, 64 + 56, 0, 4000);
    return bytes;
  }

  private static void segment(ByteBuffer elf, int header, long offset, long size) {
    elf.putLong(header + 8, offset).putLong(header + 32, size);
  }
}
