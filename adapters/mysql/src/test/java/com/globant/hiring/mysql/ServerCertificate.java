package com.globant.hiring.mysql;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a server shows of itself to a client that asks for encryption. */
public final class ServerCertificate {
  private static final int CLIENT_PROTOCOL_41 = 1 << 9;
  private static final int CLIENT_SSL = 1 << 11;
  private static final int CLIENT_SECURE_CONNECTION = 1 << 15;
  private static final int UTF8MB4 = 45;

  private ServerCertificate() {}

  /** The certificate, or null where the server has no TLS. */
  public static @Nullable X509Certificate of(TestDatabase database)
      throws IOException, GeneralSecurityException {
    try (Socket socket = new Socket(database.host(), database.port())) {
      if ((greetedCapabilities(new DataInputStream(socket.getInputStream())) & CLIENT_SSL) == 0) {
        return null;
      }
      ByteBuffer request = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
      request.putInt(32 | 1 << 24);
      request.putInt(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION);
      request.putInt(1 << 24).put((byte) UTF8MB4);
      socket.getOutputStream().write(request.array());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyServer()}, null);
      try (SSLSocket secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, database.host(), database.port(), true)) {
        return (X509Certificate) secured.getSession().getPeerCertificates()[0];
      }
    }
  }

  /** The lower half of what the server says it can do. */
  private static int greetedCapabilities(DataInputStream in) throws IOException {
    byte[] header = new byte[4];
    in.readFully(header);
    byte[] greeting = new byte[(header[0] & 0xFF) | (header[1] & 0xFF) << 8];
    in.readFully(greeting);
    int afterVersion = 1;
    while (greeting[afterVersion] != 0) {
      afterVersion++;
    }
    // The version's zero, the connection's number, eight bytes of a nonce and a filler.
    int at = afterVersion + 1 + 4 + 8 + 1;
    return (greeting[at] & 0xFF) | (greeting[at + 1] & 0xFF) << 8;
  }

  /** It is the certificate that is wanted, whoever signed it. */
  private static final class AnyServer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
