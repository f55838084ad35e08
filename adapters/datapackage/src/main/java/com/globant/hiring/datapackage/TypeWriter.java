package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.Bound;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.Constraint;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.LengthBound;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.OneOf;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.type.TextPattern;
import com.globant.hiring.domain.type.TimeType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes the type and the constraints of a column. */
final class TypeWriter {
  private final Column column;
  private final ColumnType type;

  TypeWriter(Column column) {
    this.column = column;
    this.type = column.type();
  }

  Map<String, Object> properties() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type.typeName());
    if (type instanceof IntegerType integer) {
      notation(json, integer.notation());
    } else if (type instanceof NumberType number) {
      if (number.precision() != null) {
        json.put("x-precision", number.precision());
        json.put("x-scale", number.scale());
      }
      notation(json, number.notation());
    } else if (type instanceof StringType string && string.format() != StringType.Format.DEFAULT) {
      json.put("format", string.format().name().toLowerCase(Locale.ROOT));
    } else if (type instanceof BooleanType bool && !bool.equals(BooleanType.DEFAULT)) {
      json.put("trueValues", bool.trueValues());
      json.put("falseValues", bool.falseValues());
    } else if (type instanceof DateType date) {
      TableSchemaWriter.putIfThere(json, "format", date.format());
    } else if (type instanceof TimeType time) {
      TableSchemaWriter.putIfThere(json, "format", time.format());
    } else if (type instanceof DatetimeType datetime) {
      TableSchemaWriter.putIfThere(json, "format", datetime.format());
    }
    return json;
  }

  private static void notation(Map<String, Object> json, NumberNotation notation) {
    if (notation.decimalChar() != '.') {
      json.put("decimalChar", String.valueOf(notation.decimalChar()));
    }
    TableSchemaWriter.putIfThere(json, "groupChar", notation.groupChar());
    if (!notation.bareNumber()) {
      json.put("bareNumber", false);
    }
  }

  Map<String, Object> constraints() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (column.required()) {
      json.put("required", true);
    }
    if (type instanceof IntegerType integer) {
      if (integer.minimum() != Long.MIN_VALUE) {
        json.put("minimum", integer.minimum());
      }
      if (integer.maximum() != Long.MAX_VALUE) {
        json.put("maximum", integer.maximum());
      }
    }
    if (type instanceof StringType string && string.maxLength() != null) {
      json.put("maxLength", string.maxLength());
    }
    column.constraints().forEach(constraint -> put(json, constraint));
    return json;
  }

  private void put(Map<String, Object> json, Constraint constraint) {
    if (constraint instanceof Bound bound) {
      json.put(bound.kind().property(), bound.shown());
    } else if (constraint instanceof LengthBound length) {
      json.put(length.minimum() ? "minLength" : "maxLength", length.length());
    } else if (constraint instanceof TextPattern pattern) {
      json.put("pattern", pattern.pattern());
    } else if (constraint instanceof OneOf oneOf) {
      json.put("enum", oneOf.values().stream().map(type::format).toList());
    }
  }
}
