package io.github.packtrain.master.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Spelling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares JSON with the message that it is to become, before the protobuf parser sees it: that one
 * does not say where a mistake is. Names the field by its path, what was expected, and the nearest
 * name where one is unknown.
 */
final class JsonShape {
  private static final int SHOWN_CHARS = 60;
  private static final int NUMBER_MAX_CHARS = 40;

  private JsonShape() {}

  static void check(JsonObject json, Descriptor type) throws HttpFailure {
    checkObject(json, type, "");
  }

  private static void checkObject(JsonObject json, Descriptor type, String path)
      throws HttpFailure {
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      FieldDescriptor field = field(type, entry.getKey(), path);
      String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      checkField(entry.getValue(), field, name);
    }
  }

  private static FieldDescriptor field(Descriptor type, String name, String path)
      throws HttpFailure {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name) || field.getName().equals(name)) {
        return field;
      }
    }
    List<String> known = type.getFields().stream().map(FieldDescriptor::getJsonName).toList();
    throw HttpFailure.of(
        Rejection.invalid(
            "FIELD_UNKNOWN",
            "there is no field '%s'%s"
                .formatted(HttpFailure.shown(name), path.isEmpty() ? "" : " in '" + path + "'"),
            "a field that nothing reads would be lost without a word",
            Spelling.hint(name, known)));
  }

  private static void checkField(JsonElement json, FieldDescriptor field, String path)
      throws HttpFailure {
    if (json.isJsonNull()) {
      return;
    }
    if (field.isMapField()) {
      expect(json.isJsonObject(), json, path, "an object");
      FieldDescriptor value = field.getMessageType().findFieldByName("value");
      for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
        checkValue(entry.getValue(), value, path + "." + HttpFailure.shown(entry.getKey()));
      }
    } else if (field.isRepeated()) {
      expect(json.isJsonArray(), json, path, "a list");
      int index = 0;
      for (JsonElement element : json.getAsJsonArray()) {
        checkValue(element, field, path + "[" + index + "]");
        index++;
      }
    } else {
      checkValue(json, field, path);
    }
  }

  private static void checkValue(JsonElement json, FieldDescriptor field, String path)
      throws HttpFailure {
    switch (field.getJavaType()) {
      case MESSAGE -> {
        if (field.getMessageType().getFullName().equals("google.protobuf.Timestamp")) {
          expect(isText(json), json, path, "a time such as \"2026-01-31T12:00:00Z\"");
        } else {
          expect(json.isJsonObject(), json, path, "an object");
          checkObject(json.getAsJsonObject(), field.getMessageType(), path);
        }
      }
      case INT -> expect(isInteger(json, Integer.SIZE), json, path, "an integer");
      case LONG -> expect(isInteger(json, Long.SIZE), json, path, "an integer");
      case FLOAT, DOUBLE -> expect(isNumber(json), json, path, "a number");
      case BOOLEAN -> expect(isFlag(json), json, path, "true or false");
      case STRING -> expect(isText(json), json, path, "a text");
      case BYTE_STRING -> expect(isText(json), json, path, "a text in base64");
      case ENUM -> {
        List<String> names =
            field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList();
        boolean known = isText(json) && names.contains(json.getAsString());
        expect(known, json, path, "one of " + String.join(", ", names.subList(1, names.size())));
      }
    }
  }

  private static void expect(boolean holds, JsonElement json, String path, String expected)
      throws HttpFailure {
    if (!holds) {
      String text = json.toString();
      String shown = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
      throw HttpFailure.of(
          Rejection.invalid(
              "FIELD_INVALID",
              "the field '%s' cannot be %s".formatted(path, HttpFailure.shown(shown)),
              "give " + expected));
    }
  }

  private static boolean isText(JsonElement json) {
    return json instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static boolean isFlag(JsonElement json) {
    return json instanceof JsonPrimitive primitive
        && (primitive.isBoolean()
            || Stream.of("true", "false").anyMatch(primitive.getAsString()::equals));
  }

  /** Bounded before it is read: a number such as 1e999999999 is cheap to write and dear to hold. */
  private static boolean isInteger(JsonElement json, int bits) {
    if (!(json instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      return false;
    }
    String text = primitive.getAsString();
    try {
      return text.matches("-?[0-9]{1," + NUMBER_MAX_CHARS + "}(\\.0{1,9})?")
          && new BigDecimal(text).toBigIntegerExact().bitLength() < bits;
    } catch (ArithmeticException _) {
      return false;
    }
  }

  private static boolean isNumber(JsonElement json) {
    if (!(json instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      return false;
    }
    try {
      return Double.isFinite(Double.parseDouble(primitive.getAsString()));
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
