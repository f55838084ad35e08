package com.globant.hiring.csv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.JsonType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.YearType;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of JSON rows as the texts that their columns read from CSV. Numbers keep all
 * their digits, objects and arrays become their JSON.
 */
final class JsonFields {
  /** MySQL takes 100; more are refused as a value of their row, and far more with the file. */
  private static final int MOST_LEVELS = 200;

  private final JsonFactory factory;
  private final Limits limits;

  JsonFields(JsonFactory factory, Limits limits) {
    this.factory = factory;
    this.limits = limits;
  }

  /**
   * Reads the value at the parser's token.
   *
   * @param row its number, for messages
   * @param copy gets the same value
   * @return the text of the field, or null for a missing value
   * @throws FileRefused if no row of the table can have the value, or it is too large
   */
  @Nullable String read(JsonParser json, Column column, long row, JsonGenerator copy)
      throws IOException {
    ColumnType type = column.type();
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      copy.writeNull();
      return null;
    }
    if (!fits(token, type)) {
      throw JsonFault.invalid(
          "%s: '%s' of row %d is %s; values are %s"
              .formatted(JsonFault.place(json), column.name(), row, kind(token), wanted(type)));
    }
    if (token.isStructStart()) {
      String text = nested(json, column, row);
      copy.writeRawValue(text);
      return text;
    }
    String text = checked(json.getText(), json, row);
    if (token.isNumeric()) {
      copy.writeNumber(text);
      return ofNumber(text, type);
    }
    if (token.isBoolean()) {
      copy.writeRawValue(text);
      return type.format(json.getBooleanValue());
    }
    copy.writeString(text);
    return text;
  }

  private static boolean fits(JsonToken token, ColumnType type) {
    return switch (token) {
      case START_OBJECT, START_ARRAY -> type instanceof JsonType;
      case VALUE_TRUE, VALUE_FALSE -> type instanceof BooleanType;
      case VALUE_NUMBER_INT -> !(type instanceof JsonType);
      case VALUE_NUMBER_FLOAT -> isNumber(type);
      default -> true;
    };
  }

  private static boolean isNumber(ColumnType type) {
    return type instanceof IntegerType || type instanceof NumberType || type instanceof YearType;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NUMBER_INT -> "a number";
      default -> "a number with a fraction or an exponent";
    };
  }

  private static String wanted(ColumnType type) {
    if (type instanceof JsonType) {
      return "objects, arrays, strings or null";
    }
    if (type instanceof BooleanType) {
      return "true, false, strings or null";
    }
    return isNumber(type) ? "numbers, strings or null" : "strings, integers or null";
  }

  /** The number in the notation of the column. */
  private static String ofNumber(String number, ColumnType type) {
    if (type instanceof NumberType decimal) {
      return decimal.notation().ofPlain(number);
    }
    String whole = withoutZeroFraction(number);
    return type instanceof IntegerType integer ? integer.notation().ofPlain(whole) : whole;
  }

  /** In JSON, 5.000 is always 5; in CSV it may be five thousand. */
  private static String withoutZeroFraction(String number) {
    int point = number.indexOf('.');
    boolean zero = point > 0 && number.chars().skip(point + 1L).allMatch(c -> c == '0');
    return zero ? number.substring(0, point) : number;
  }

  /** The JSON of an object or array, without the blanks between its tokens. */
  private String nested(JsonParser json, Column column, long row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = factory.createGenerator(text)) {
      int levels = 1;
      copy(json, copy);
      while (levels > 0) {
        JsonToken token = json.nextToken();
        levels += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (levels > MOST_LEVELS) {
          throw JsonFault.invalid(
              "%s: '%s' of row %d has JSON of more than %d levels; nest it less"
                  .formatted(JsonFault.place(json), column.name(), row, MOST_LEVELS));
        }
        copy(json, copy);
        if (text.getBuffer().length() > limits.fieldBytes()) {
          throw JsonFault.tooLarge(json.currentTokenLocation(), row, limits);
        }
      }
    }
    return checked(text.toString(), json, row);
  }

  private static void copy(JsonParser json, JsonGenerator copy) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> copy.writeStartObject();
      case END_OBJECT -> copy.writeEndObject();
      case START_ARRAY -> copy.writeStartArray();
      case END_ARRAY -> copy.writeEndArray();
      case FIELD_NAME -> copy.writeFieldName(json.currentName());
      case VALUE_STRING -> copy.writeString(json.getText());
      // Numbers too, as the parser would round those with a fraction.
      default -> copy.writeRawValue(json.getText());
    }
  }

  private String checked(String text, JsonParser json, long row) {
    if (limits.exceededBy(text)) {
      throw JsonFault.tooLarge(json.currentTokenLocation(), row, limits);
    }
    return text;
  }
}
