package io.github.packtrain.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an older release relies on: every field, enum value and method, as a place and what is
 * there. A place is what identifies it on the wire: the number of a field, the name of a method.
 */
final class WireShape {
  private static final String SEPARATOR = " = ";

  private final SortedMap<String, String> entries = new TreeMap<>();

  static WireShape of(List<FileDescriptor> files) {
    WireShape shape = new WireShape();
    for (FileDescriptor file : files) {
      file.getMessageTypes().forEach(shape::addMessage);
      file.getEnumTypes().forEach(shape::addEnum);
      file.getServices().forEach(shape::addService);
    }
    return shape;
  }

  static WireShape parse(String text) {
    WireShape shape = new WireShape();
    for (String line : text.lines().toList()) {
      int separator = line.indexOf(SEPARATOR);
      if (separator > 0 && !line.startsWith("#")) {
        shape.entries.put(
            line.substring(0, separator), line.substring(separator + SEPARATOR.length()));
      }
    }
    return shape;
  }

  /** What this shape has that {@code newer} lacks or means differently; additions are welcome. */
  List<String> brokenBy(WireShape newer) {
    List<String> broken = new ArrayList<>();
    entries.forEach(
        (place, was) -> {
          String is = newer.entries.get(place);
          if (!was.equals(is)) {
            broken.add(
                place + " was \"" + was + "\" and is " + (is == null ? "gone" : "\"" + is + "\""));
          }
        });
    return broken;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (place, what) -> text.append(place).append(SEPARATOR).append(what).append('\n'));
    return text.toString();
  }

  private void addMessage(Descriptor message) {
    for (FieldDescriptor field : message.getFields()) {
      // Numbers are padded so that the text sorts as one reads it.
      String place = "%s #%05d".formatted(message.getFullName(), field.getNumber());
      entries.put(place, label(field) + " " + type(field) + " " + field.getName() + oneof(field));
    }
    message.getNestedTypes().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(this::addMessage);
    message.getEnumTypes().forEach(this::addEnum);
  }

  private void addEnum(EnumDescriptor type) {
    for (EnumValueDescriptor value : type.getValues()) {
      entries.put(
          "%s #%05d".formatted(type.getFullName(), value.getNumber()), "value " + value.getName());
    }
  }

  private void addService(ServiceDescriptor service) {
    for (MethodDescriptor method : service.getMethods()) {
      entries.put(
          method.getFullName(),
          "method (%s) returns (%s)"
              .formatted(
                  stream(method.isClientStreaming()) + method.getInputType().getFullName(),
                  stream(method.isServerStreaming()) + method.getOutputType().getFullName()));
    }
  }

  private static String stream(boolean streaming) {
    return streaming ? "stream " : "";
  }

  private static String label(FieldDescriptor field) {
    if (field.isMapField()) {
      return "map";
    }
    if (field.isRepeated()) {
      return "repeated";
    }
    return field.hasPresence() && field.getRealContainingOneof() == null && isScalar(field)
        ? "optional"
        : "singular";
  }

  private static boolean isScalar(FieldDescriptor field) {
    return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "<%s, %s>"
          .formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String oneof(FieldDescriptor field) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof == null ? "" : " in oneof " + oneof.getName();
  }
}
