package com.globant.hiring.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A request written to a socket byte by byte, for requests that HTTP clients cannot send. */
final class RawRequest implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;

  RawRequest(URI base) throws IOException {
    socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    // Each piece is sent at once: none waits until an earlier one is acknowledged.
    socket.setTcpNoDelay(true);
  }

  RawRequest send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return send(bytes, 0, bytes.length);
  }

  RawRequest send(byte[] bytes, int from, int length) throws IOException {
    socket.getOutputStream().write(bytes, from, length);
    socket.getOutputStream().flush();
    return this;
  }

  /** Makes close send a reset, as when a process is killed with unread data. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
  }

  /** Ends the request but keeps reading. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The status line of the next answer; reads its headers too. */
  String status() throws IOException {
    String status = line();
    headers();
    return status;
  }

  /** The next answer, which must have a Content-Length. */
  Answer answer() throws IOException {
    String status = line();
    Map<String, String> headers = headers();
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, body);
  }

  /** Reads until the text ends with this. */
  String textUntil(String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (!text.toString(StandardCharsets.UTF_8).endsWith(end)) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection ended after '" + text + "'");
      }
      text.write(c);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String line() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
