package com.globant.hiring.domain.type;

import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.text.Blanks;
import com.globant.hiring.domain.text.JsonText;

/**
 * A JSON document: its text, without outer blanks, as {@link String}.
 *
 * @param kind what the document must be
 */
public record JsonType(Kind kind) implements ColumnType {
  /** What a document must be. */
  public enum Kind {
    OBJECT("object", "a JSON object, as in {\"a\": 1}"),
    ARRAY("array", "a JSON array, as in [1, 2]"),
    GEOJSON("geojson", "a GeoJSON object, as in {\"type\": \"Point\", \"coordinates\": [1, 2]}");

    private final String typeName;
    private final String description;

    Kind(String typeName, String description) {
      this.typeName = typeName;
      this.description = description;
    }
  }

  @Override
  public String typeName() {
    return kind.typeName;
  }

  @Override
  public Object parse(String text) {
    String json = Blanks.strip(text);
    JsonText read = new JsonText(json);
    String fault = read.fault();
    if (fault != null) {
      return new Fault(RowErrorCode.INVALID_JSON, fault);
    }
    boolean right =
        switch (kind) {
          case OBJECT -> json.startsWith("{");
          case ARRAY -> json.startsWith("[");
          case GEOJSON -> read.isGeoJson();
        };
    return right ? json : new Fault(RowErrorCode.INVALID_JSON, "is not " + kind.description);
  }

  @Override
  public String format(Object value) {
    return (String) value;
  }

  @Override
  public Storage storage() {
    return Storage.of(Storage.Kind.JSON);
  }
}
