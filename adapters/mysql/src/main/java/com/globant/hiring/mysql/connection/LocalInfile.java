package com.globant.hiring.mysql.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sends the content of LOAD DATA LOCAL in place of the driver, which sends only whole files, each
 * as one packet: the server begins to read rows when it has the whole packet, and waits until then.
 *
 * <p>It also keeps a server from reading files of this machine: the protocol lets a server answer
 * any statement with the name of a file that it wants, and the driver sends any file. Here a
 * connection on which the driver is about to send one is closed.
 *
 * <p>Source: MySQL's manual, "Security Considerations for LOAD DATA LOCAL", and "LOCAL INFILE
 * Request" in that of its protocol. Used on the event loop of the connection.
 */
final class LocalInfile extends ChannelDuplexHandler {
  /**
   * The name in statements. There is no such file, so the driver has nothing to send but its end.
   */
  static final String NAME = "rows of the load";

  /** What the driver calls the handler of whole packets. */
  private static final String CODEC = "codec";

  /** Length and number of a packet. */
  private static final int HEADER_BYTES = 4;

  private static final int NUMBER = 3;
  private static final int REQUEST = 0xFB;

  private @Nullable ReadableByteChannel content;
  private boolean requested;
  private int number;

  private LocalInfile() {}

  /** To be called when a connection was made, before it is used. */
  static void install(ChannelPipeline pipeline) {
    pipeline.addBefore(CODEC, "pieces", new ChunkedWriteHandler());
    pipeline.addBefore(CODEC, "files", new LocalInfile());
  }

  /** That of a connection. */
  static LocalInfile of(ChannelPipeline pipeline) {
    return pipeline.get(LocalInfile.class);
  }

  /**
   * Sets what the next LOAD DATA LOCAL sends.
   *
   * @param channel read on the event loop; null if no file may be asked for
   */
  void offer(@Nullable ReadableByteChannel channel) {
    content = channel;
    requested = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (content != null && message instanceof ByteBuf packet && isRequest(packet)) {
      requested = true;
      number = packet.getUnsignedByte(packet.readerIndex() + NUMBER) + 1;
    }
    context.fireChannelRead(message);
  }

  private static boolean isRequest(ByteBuf packet) {
    int type = packet.readerIndex() + HEADER_BYTES;
    return packet.readableBytes() > HEADER_BYTES
        && packet.getUnsignedByte(type) == REQUEST
        && NAME.equals(
            packet.toString(
                type + 1, packet.readableBytes() - HEADER_BYTES - 1, StandardCharsets.UTF_8));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    ReadableByteChannel offered = content;
    if (message instanceof FileRegion || message instanceof ChunkedInput) {
      refuse(context, message, promise);
    } else if (requested && offered != null && isEnd(message)) {
      ReferenceCountUtil.release(message);
      content = null;
      requested = false;
      ChannelPromise sent = promise.unvoid();
      sent.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      super.write(context, new InfilePackets(offered, number), sent);
    } else {
      super.write(context, message, promise);
    }
  }

  /** The empty packet after a file. */
  private static boolean isEnd(Object message) {
    return message instanceof ByteBuf packet
        && packet.readableBytes() == HEADER_BYTES
        && packet.getMediumLE(packet.readerIndex()) == 0;
  }

  private void refuse(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof ChunkedInput<?> pieces) {
      pieces.close();
    }
    ReferenceCountUtil.release(message);
    promise.tryFailure(new IOException("The server asked for a file that it was not offered"));
    close(context, context.newPromise());
  }
}
