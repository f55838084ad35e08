package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * A body of {@code multipart/form-data} (RFC 7578): the parameters before its file, and the file as
 * a stream. Other fields are ignored. Used by one thread at a time.
 */
final class MultipartForm {
  static final int MAX_FIELDS = 100;

  static final int MAX_PREAMBLE_BYTES = 64 * 1024;

  /** Of the value of a parameter. */
  static final int MAX_VALUE_BYTES = 8 * 1024;

  /** Before the file, and again after it. */
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
   * Reads a form up to the beginning of its file.
   *
   * @param names of the fields that are parameters
   * @throws Refused if there is no file, or the form is malformed before it
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

  /** The file. Reading its end also checks the rest of the form. */
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

  /** Browsers send an empty file without a name if the user chose none. */
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
      // The encoding of the fields after it (RFC 7578, section 4.6); a file has its own.
      charset = charset(MediaType.of("text/plain; charset=" + new String(bytes, charset)));
    } else if (parameters.put(part.name(), new String(bytes, charset(part.type()))) != null) {
      throw invalid("the form field '%s' is given more than once".formatted(part.name()));
    }
  }

  /** The charset that a type names, else that of the form. */
  private Charset charset(MediaType type) {
    return Objects.requireNonNullElse(type.charset(), charset);
  }

  /** Refuses misspelt names of parameters: ignoring them would apply the default. */
  private boolean isParameter(String field) {
    if (names.contains(field)) {
      return true;
    }
    for (String name : names) {
      if (letters(name).equals(letters(field))) {
        throw invalid("the form field '%s' is not a parameter; write it %s".formatted(field, name));
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
          "the form has more than %d fields; leave out those that are not parameters"
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

  /** Reads what follows the file, to the end of the body. */
  private void readRest() throws IOException {
    allowOthers("after");
    while (input.readBoundary()) {
      FormPart part = FormPart.of(input.readHeaders());
      if (part.isFile()) {
        PushbackInputStream file = new PushbackInputStream(input.newInputStream());
        if (!isNotChosen(part, file)) {
          throw invalid("the form has more than one file; send one file a request");
        }
      } else if (isParameter(part.name())) {
        throw invalid(
            "the parameter '%s' comes after the file in the form; send it before the file, or in the query"
                .formatted(part.name()));
      } else {
        input.discardBodyData();
      }
      countField();
    }
    body.transferTo(OutputStream.nullOutputStream());
  }

  private final class FileContent extends BodyStream {
    FileContent(InputStream part) {
      super(part);
    }

    @Override
    protected void onEnd() throws IOException {
      readRest();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException broken) {
        throw broken(broken);
      }
    }

    /** Closing the part would read the rest of it first. */
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Limits the bytes before the file, and those after it. */
  private static final class Bounded extends BodyStream {
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
    protected void onBytes(byte[] bytes, int offset, int count) {
      left -= count;
      if (left < 0) {
        throw new Refused(code, detail);
      }
    }
  }
}
