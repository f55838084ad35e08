package com.globant.hiring.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Bytes to a server and back, for what HTTP clients refuse to do. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** All that comes until the server ends the connection. */
  String readToEnd() throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SocketException reset) {
      text.append("");
    }
    return text.toString();
  }

  /** What comes, up to where it ends with this. */
  String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < end.length() || text.indexOf(end, text.length() - end.length()) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the connection ended after '" + text + "'");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** An answer with a Content-Length: head and body. */
  String readAnswer() throws IOException {
    String head = readUntil("\r\n\r\n");
    int from = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ") + 16;
    int length = Integer.parseInt(head.substring(from, head.indexOf('\r', from)));
    return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
