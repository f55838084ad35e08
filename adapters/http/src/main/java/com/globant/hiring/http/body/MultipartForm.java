package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * A body of {@code multipart/form-data} (RFC 7578): the parameters among the fields before its
 * file, and the file, streamed out of it. Fields that are no parameters are passed over.
 *
 * <p>For one thread at a time.
 */
final class MultipartForm {
  static final int MAX_FIELDS = 100;

  /** Of the preamble, and of a field that is a parameter. */
  static final int MAX_PREAMBLE_BYTES = 64 * 1024;

  static final int MAX_VALUE_BYTES = 8 * 1024;

  /** Before the file and behind it, each. */
  static final int MAX_OTHER_BYTES = 1024 * 1024;

  private static final int MAX_PART_HEADER_BYTES = 8 * 1024;

  private final Set<String> names;
  private final Bounded body;
  private final MultipartInput input;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private Charset charset = StandardCharsets.UTF_8;
  private int fields;
  private MediaType type = MediaType.of(null);
  private InputStream content = InputStream.nullInputStream();

  private MultipartForm(InputStream body, String boundary, Set<String> names) throws IOException {
    this.names = names;
    this.body = new Bounded(body);
    try {
      this.input =
          MultipartInput.builder()
              .setInputStream(this.body)
              .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
              .setMaxPartHeaderSize(MAX_PART_HEADER_BYTES)
              .get();
    } catch (IllegalArgumentException tooLong) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE, "the boundary of the form is too long", tooLong);
    }
    input.setHeaderCharset(StandardCharsets.UTF_8);
  }

  /**
   * Reads up to where the file begins.
   *
   * @param names of the fields that are parameters
   * @throws Refused if there is no file, or what comes before it cannot be read
   */
  static MultipartForm open(InputStream body, String boundary, Set<String> names)
      throws IOException {
    try {
      MultipartForm form = new MultipartForm(body, boundary, names);
      form.findFile(boundary);
      return form;
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  /** The parameters before the file, as they were sent. */
  Map<String, String> parameters() {
    return parameters;
  }

  /** The type of the file. */
  MediaType type() {
    return type;
  }

  /** The file; its end is reached only if the rest of the form is as it should be. */
  InputStream content() {
    return content;
  }

  private void findFile(String boundary) throws IOException {
    body.allow(
        MAX_PREAMBLE_BYTES,
        RefusalCode.CORRUPT_ENCODING,
        "no part of the form begins in its first 64 KiB; its Content-Type names the boundary '%s', which must begin each part"
            .formatted(boundary));
    if (!input.skipPreamble()) {
      throw new Refused(
          RefusalCode.EMPTY_BODY,
          "the form has no part that begins with the boundary '%s' of its Content-Type; send one file, as in curl -F file=@data.csv"
              .formatted(boundary));
    }
    allowOthers("before");
    do {
      FormPart part = FormPart.of(input.readHeaders());
      if (part.isFile()) {
        PushbackInputStream file = new PushbackInputStream(input.newInputStream());
        if (!isNotChosen(part, file)) {
          part.requirePlain();
          part.type().requireCsv();
          type = part.type();
          body.allow(Long.MAX_VALUE, RefusalCode.BODY_TOO_LARGE, "");
          content = new FileContent(file);
          return;
        }
      } else {
        readField(part);
      }
      countField();
    } while (input.readBoundary());
    throw new Refused(
        RefusalCode.EMPTY_BODY,
        "the form has no file, only fields; send one file, as in curl -F file=@data.csv");
  }

  /** Browsers send a file without a name and without content if none was chosen. */
  private static boolean isNotChosen(FormPart part, PushbackInputStream content)
      throws IOException {
    if (!"".equals(part.fileName())) {
      return false;
    }
    int first = content.read();
    if (first >= 0) {
      content.unread(first);
    }
    return first < 0;
  }

  private void readField(FormPart part) throws IOException {
    boolean parameter = isParameter(part.name());
    if (!parameter && !part.name().equals("_charset_")) {
      input.discardBodyData();
      return;
    }
    part.requirePlain();
    byte[] bytes = input.newInputStream().readNBytes(MAX_VALUE_BYTES + 1);
    if (bytes.length > MAX_VALUE_BYTES) {
      throw invalid("the form field '%s' is longer than 8 KiB".formatted(part.name()));
    }
    if (!parameter) {
      // The encoding of the fields behind it (RFC 7578, section 4.6); a file has its own.
      charset = MediaType.of("text/plain; charset=" + new String(bytes, charset)).charset();
    } else if (parameters.put(part.name(), new String(bytes, charset(part))) != null) {
      throw invalid("the form field '%s' is given more than once".formatted(part.name()));
    }
  }

  private Charset charset(FormPart part) {
    return part.type().parameters().containsKey("charset") ? part.type().charset() : charset;
  }

  /** A parameter whose name is misspelt must not be passed over, as its default would count. */
  private boolean isParameter(String field) {
    if (names.contains(field)) {
      return true;
    }
    for (String name : names) {
      if (letters(name).equals(letters(field))) {
        throw invalid("the form field '%s' is not read; write it %s".formatted(field, name));
      }
    }
    return false;
  }

  private static String letters(String name) {
    return name.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT);
  }

  private void countField() {
    if (++fields > MAX_FIELDS) {
      throw invalid(
          "the form has more than %d fields; leave out those that are no parameters"
              .formatted(MAX_FIELDS));
    }
  }

  private void allowOthers(String where) {
    body.allow(
        MAX_OTHER_BYTES,
        RefusalCode.BODY_TOO_LARGE,
        "the form has more than 1 MiB %s its file; leave out other fields, and send the data as a file, as in curl -F file=@data.csv"
            .formatted(where));
  }

  private static Refused invalid(String detail) {
    return new Refused(RefusalCode.INVALID_PARAMETER, detail);
  }

  private static Refused broken(IOException cause) {
    return new Refused(
        RefusalCode.CORRUPT_ENCODING,
        cause instanceof FileUploadSizeException
            ? "a part of the form has more than 8 KiB of headers"
            : "the form is broken or cut off; send it again, whole",
        cause);
  }

  /** What follows the file, to the end of the body. */
  private void readRest() throws IOException {
    allowOthers("behind");
    while (input.readBoundary()) {
      FormPart part = FormPart.of(input.readHeaders());
      if (part.isFile()) {
        PushbackInputStream file = new PushbackInputStream(input.newInputStream());
        if (!isNotChosen(part, file)) {
          throw invalid("the form has more than one file; send one file a request");
        }
      } else if (isParameter(part.name())) {
        throw invalid(
            "the parameter '%s' comes behind the file in the form; send it before the file, or in the query"
                .formatted(part.name()));
      } else {
        input.discardBodyData();
      }
      countField();
    }
    body.transferTo(OutputStream.nullOutputStream());
  }

  private final class FileContent extends FilterInputStream {
    private boolean ended;

    FileContent(InputStream part) {
      super(part);
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
          ended = true;
          readRest();
        }
        return count;
      } catch (IOException broken) {
        throw broken(broken);
      }
    }

    /** Not that of the part, which would read the rest of it first. */
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Bounds what there is beside the file. */
  private static final class Bounded extends FilterInputStream {
    private long left;
    private RefusalCode code = RefusalCode.BODY_TOO_LARGE;
    private String detail = "";

    Bounded(InputStream in) {
      super(in);
    }

    void allow(long bytes, RefusalCode beyond, String why) {
      left = bytes;
      code = beyond;
      detail = why;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new Refused(code, detail);
      }
      return count;
    }
  }
}
