package io.github.packtrain.master.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.github.packtrain.model.Rejection;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the service's request of a path's variables, a query and a body. */
final class RequestReader {
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();
  private static final Pattern PLACE = Pattern.compile("at line \\d+ column \\d+");

  private RequestReader() {}

  /**
   * @param rawQuery of a valid URI, not decoded, or null
   * @throws HttpFailure when something in it is unknown or malformed
   */
  static Message read(Routes.Match match, @Nullable String rawQuery, byte[] body)
      throws HttpFailure {
    Message.Builder request = match.route().newRequest();
    Descriptor type = request.getDescriptorForType();
    JsonObject json = body.length == 0 ? new JsonObject() : parse(body);
    if (!match.route().hasBody() && !json.isEmpty()) {
      throw HttpFailure.of(
          Rejection.invalid(
              "BODY_UNEXPECTED",
              match.route().verb() + " " + match.route().path() + " takes no body",
              "give its fields in the query, such as ?pageSize=10"));
    }
    addQuery(json, rawQuery, type);
    for (Map.Entry<String, String> variable : match.variables().entrySet()) {
      FieldDescriptor field = type.findFieldByName(variable.getKey());
      json.remove(field.getJsonName());
      json.addProperty(field.getName(), variable.getValue());
    }
    JsonShape.check(json, type);
    try {
      PARSER.merge(json.toString(), request);
    } catch (InvalidProtocolBufferException e) {
      throw HttpFailure.of(
          Rejection.invalid(
              "BODY_INVALID",
              "the request is malformed: " + HttpFailure.shown(String.valueOf(e.getMessage())),
              "see the API's messages"));
    }
    return request.build();
  }

  private static JsonObject parse(byte[] body) throws HttpFailure {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement json = JsonParser.parseReader(reader);
      JsonToken end = reader.peek(); // Refuses text behind the object by itself.
      if (end != JsonToken.END_DOCUMENT || !json.isJsonObject()) {
        throw malformed("it is not an object");
      }
      return json.getAsJsonObject();
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8");
    } catch (IOException | JsonParseException e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw malformed(place.find() ? "it is malformed " + place.group() : "it is malformed");
    }
  }

  private static HttpFailure malformed(String why) {
    return HttpFailure.of(
        new Rejection(
            Rejection.Kind.INVALID_ARGUMENT,
            "BODY_INVALID",
            "the body is no JSON object",
            why,
            "send an object such as {\"spec\": {\"name\": \"hello\"}}"));
  }

  private static void addQuery(JsonObject json, @Nullable String rawQuery, Descriptor type) {
    if (rawQuery == null || rawQuery.isEmpty()) {
      return;
    }
    for (String pair : rawQuery.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      FieldDescriptor field = findField(type, name);
      if (field != null && field.isRepeated()) {
        JsonArray values = json.get(name) instanceof JsonArray present ? present : new JsonArray();
        values.add(value);
        json.add(name, values);
      } else {
        // A field without a value, such as ?follow, is a flag that is set.
        json.add(name, new JsonPrimitive(equals < 0 ? "true" : value));
      }
    }
  }

  private static @Nullable FieldDescriptor findField(Descriptor type, String name) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name) || field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
