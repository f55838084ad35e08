package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/** The one file of a {@code multipart/form-data} body (RFC 7578), streamed out of it. */
final class MultipartFile {
  private static final int MAX_PART_HEADER_BYTES = 8 * 1024;

  private final @Nullable String contentType;
  private final InputStream content;

  private MultipartFile(@Nullable String contentType, InputStream content) {
    this.contentType = contentType;
    this.content = content;
  }

  /** The part's own type, or null. */
  @Nullable String contentType() {
    return contentType;
  }

  /** The file; its end is told only when the body really ends there. */
  InputStream content() {
    return content;
  }

  /**
   * Reads up to where the file begins.
   *
   * @throws Refused where there is no file, or something before it
   */
  static MultipartFile open(InputStream body, String boundary) throws IOException {
    try {
      MultipartInput input =
          MultipartInput.builder()
              .setInputStream(body)
              .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
              .setMaxPartHeaderSize(MAX_PART_HEADER_BYTES)
              .get();
      input.setHeaderCharset(StandardCharsets.UTF_8);
      if (!input.skipPreamble()) {
        throw new Refused(
            RefusalCode.EMPTY_BODY,
            "the multipart body has no part; send one file, as in curl -F file=@data.csv");
      }
      String headers = input.readHeaders();
      requireFile(headers);
      return new MultipartFile(
          header(headers, "content-type"), new OnlyPart(input, input.newInputStream(), body));
    } catch (IOException broken) {
      throw broken(broken);
    } catch (IllegalArgumentException badBoundary) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE,
          "the boundary of the multipart body cannot be used: " + badBoundary.getMessage(),
          badBoundary);
    }
  }

  private static void requireFile(String headers) {
    String disposition = header(headers, "content-disposition");
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    Map<String, String> parameters = parser.parse(disposition == null ? "" : disposition, ';');
    if (!parameters.containsKey("filename") && !parameters.containsKey("filename*")) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the form field '%s' is not read; give parameters in the query and send one file, as in curl -F file=@data.csv"
              .formatted(parameters.getOrDefault("name", "")));
    }
  }

  private static @Nullable String header(String headers, String name) {
    for (String line : headers.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).trim().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).trim();
      }
    }
    return null;
  }

  private static Refused broken(IOException cause) {
    if (cause instanceof FileUploadSizeException) {
      return new Refused(
          RefusalCode.CORRUPT_ENCODING, "a part of the multipart body has too long headers", cause);
    }
    return new Refused(
        RefusalCode.CORRUPT_ENCODING,
        "the multipart body is broken or cut (%s); send it again".formatted(cause.getMessage()),
        cause);
  }

  /** The content of the part; at its end looks whether it was the only one, and reads the rest. */
  private static final class OnlyPart extends FilterInputStream {
    private final MultipartInput input;
    private final InputStream body;
    private boolean ended;

    OnlyPart(MultipartInput input, InputStream part, InputStream body) {
      super(part);
      this.input = input;
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      try {
        int count = super.read(target, offset, length);
        if (count < 0) {
          end();
        }
        return count;
      } catch (IOException broken) {
        throw broken(broken);
      }
    }

    private void end() throws IOException {
      ended = true;
      if (input.readBoundary()) {
        throw new Refused(
            RefusalCode.INVALID_PARAMETER,
            "the multipart body has more than one part; send one file a request, and parameters in the query");
      }
      body.transferTo(OutputStream.nullOutputStream());
    }

    /** The rest of the request is the reader's to drop, not to be read for the sake of closing. */
    @Override
    public void close() {}
  }
}
