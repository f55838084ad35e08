package com.globant.hiring.mysql.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection send the file that it has been offered, and no other one. A server may answer
 * any statement by asking for a file of the client's by its name, and the driver sends whatever it
 * is asked for: a server that is not what it seems could read all that the service can.
 *
 * <p>Source: MySQL's manual, "Security Considerations for LOAD DATA LOCAL", and "LOCAL INFILE
 * Request" in that of its protocol. Used on the event loop of the connection.
 */
final class OfferedFiles extends ChannelDuplexHandler {
  /** What the driver calls the handler of whole packets. */
  private static final String CODEC = "codec";

  /** Length and number of a packet. */
  private static final int HEADER_BYTES = 4;

  private static final int FILE_WANTED = 0xFB;

  private static final int PIECE = 1 << 16;

  private @Nullable String offered;
  private String wanted = "";

  private OfferedFiles() {}

  /** To be called when a connection was made, before it is used. */
  static void guard(ChannelPipeline pipeline) {
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (tls != null) {
      // Encrypted files go in pieces, for which the driver has no handler, since its connections
      // are encrypted only after they were made.
      pipeline.addAfter(tls.name(), "pieces", new ChunkedWriteHandler());
    }
    pipeline.addBefore(CODEC, "files", new OfferedFiles());
  }

  /** That of a connection. */
  static OfferedFiles of(ChannelPipeline pipeline) {
    return pipeline.get(OfferedFiles.class);
  }

  /**
   * @param file null for none any more
   */
  void offer(@Nullable Path file) {
    offered = file == null ? null : file.toString();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf packet && packet.readableBytes() > HEADER_BYTES) {
      int type = packet.readerIndex() + HEADER_BYTES;
      if (packet.getUnsignedByte(type) == FILE_WANTED) {
        // Or a row that begins with NULL; then nothing is sent.
        wanted =
            packet.toString(
                type + 1, packet.readableBytes() - HEADER_BYTES - 1, StandardCharsets.UTF_8);
      }
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    boolean file = message instanceof FileRegion || message instanceof ChunkedInput;
    if (!file || wanted.equals(offered)) {
      super.write(context, inLargerPieces(message), promise);
      return;
    }
    if (message instanceof ChunkedInput<?> pieces) {
      pieces.close();
    }
    ReferenceCountUtil.release(message);
    promise.tryFailure(new IOException("The server asked for a file that it was not offered"));
    close(context, context.newPromise());
  }

  /** The driver's own are of 8 KiB, each of which is read, encrypted and sent for itself. */
  private Object inLargerPieces(Object message) throws Exception {
    if (!(message instanceof ChunkedNioFile pieces) || offered == null) {
      return message;
    }
    long start = pieces.startOffset();
    long length = pieces.endOffset() - start;
    FileChannel file = FileChannel.open(Path.of(offered), StandardOpenOption.READ);
    pieces.close();
    // Whoever sends it closes it.
    return new ChunkedNioFile(file, start, length, PIECE);
  }
}
