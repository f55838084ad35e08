package com.globant.hiring.mysql.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The content of a LOAD DATA LOCAL as packets of the protocol, the empty one at the end included.
 */
final class InfilePackets implements ChunkedInput<ByteBuf> {
  private static final int HEADER_BYTES = 4;

  /**
   * So small that the server has rows to work on while the next packet is sent, and less than a
   * {@code max_allowed_packet} of 64 KiB.
   */
  private static final int MOST_BYTES = 60 * 1024;

  private final ReadableByteChannel content;
  private int number;
  private long sent;
  private boolean ended;

  /**
   * @param first number of the first packet
   */
  InfilePackets(ReadableByteChannel content, int first) {
    this.content = content;
    this.number = first;
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    ByteBuf packet = allocator.ioBuffer(HEADER_BYTES + MOST_BYTES);
    try {
      ByteBuffer payload = packet.nioBuffer(HEADER_BYTES, MOST_BYTES);
      while (payload.hasRemaining() && content.read(payload) >= 0) {
        // Until the packet is full or the content ends.
      }
      int length = payload.position();
      packet.writeMediumLE(length).writeByte(number++).writerIndex(HEADER_BYTES + length);
      sent += length;
      ended = length == 0;
      return packet;
    } catch (IOException | RuntimeException failure) {
      packet.release();
      throw failure;
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // It is deprecated only because the interface has it so.
  public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  @Override
  public boolean isEndOfInput() {
    return ended;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public long progress() {
    return sent;
  }

  @Override
  public void close() {
    // The content belongs to its owner.
  }
}
