package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a part of a form (RFC 7578, section 4).
 *
 * @param name of the form field, empty if there is none
 * @param fileName null if the part has none; browsers send an empty one if no file was chosen
 * @param type empty if the part has none
 * @param transferEncoding in lower case, empty if there is none
 */
record FormPart(String name, @Nullable String fileName, MediaType type, String transferEncoding) {
  private static final Pattern FOLDED = Pattern.compile("\r?\n[ \t]+");
  private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary");

  /**
   * @throws Refused if a Content header is repeated
   */
  static FormPart of(String headers) {
    Map<String, String> lines = new HashMap<>();
    FOLDED
        .matcher(headers)
        .replaceAll(" ")
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              String field = line.substring(0, Math.max(0, colon)).trim().toLowerCase(Locale.ROOT);
              if (lines.put(field, line.substring(colon + 1).trim()) != null
                  && field.startsWith("content-")) {
                throw new Refused(
                    RefusalCode.INVALID_PARAMETER,
                    "a part of the form has the header %s twice; send it once".formatted(field));
              }
            });
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    Map<String, String> parameters =
        parser.parse(lines.getOrDefault("content-disposition", ""), ';');
    String name = parameters.get("name");
    String fileName = parameters.get("filename");
    return new FormPart(
        name == null ? "" : name,
        fileName == null && parameters.containsKey("filename") ? "" : fileName,
        MediaType.of(lines.get("content-type")),
        lines.getOrDefault("content-transfer-encoding", "").toLowerCase(Locale.ROOT));
  }

  /** Whether this is a file; an empty file without a name may be a field that was not filled. */
  boolean isFile() {
    return fileName != null || type.isNamedCsv();
  }

  /**
   * @throws Refused if the part has another transfer encoding than 7bit, 8bit or binary
   */
  void requirePlain() {
    if (!PLAIN.contains(transferEncoding)) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE,
          "the part '%s' of the form has Content-Transfer-Encoding: %s, which forms may not have (RFC 7578); send it as it is, in binary"
              .formatted(name, transferEncoding));
    }
  }
}
