package io.github.packtrain.master.http;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Objects;
import java.util.Optional;

/**
 * One HTTP method and path, and the service method behind it.
 *
 * @param hasBody whether the request's fields come as a JSON body
 * @param items the answer's field, a list, whose items are written one a line; the whole answer is
 *     a line when empty
 */
record Route(
    String verb,
    String path,
    PathTemplate template,
    boolean hasBody,
    Optional<FieldDescriptor> items,
    MethodDescriptor<Message, Message> method) {

  /** The route of a service method; empty when it has no annotation. */
  static Optional<Route> find(MethodDescriptor<?, ?> method) {
    if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
      return Optional.empty();
    }
    var options = supplier.getMethodDescriptor().getOptions();
    if (!options.hasExtension(AnnotationsProto.http)) {
      return Optional.empty();
    }
    HttpRule rule = options.getExtension(AnnotationsProto.http);
    String name = method.getFullMethodName();
    return switch (rule.getPatternCase()) {
      case GET -> Optional.of(of("GET", rule.getGet(), rule, method, items(supplier, rule)));
      case POST -> Optional.of(of("POST", rule.getPost(), rule, method, items(supplier, rule)));
      case PUT, DELETE, PATCH, CUSTOM, PATTERN_NOT_SET ->
          throw new IllegalStateException(name + ": routes are GET or POST");
    };
  }

  private static Optional<FieldDescriptor> items(
      ProtoMethodDescriptorSupplier supplier, HttpRule rule) {
    return Optional.ofNullable(
        supplier.getMethodDescriptor().getOutputType().findFieldByName(rule.getResponseBody()));
  }

  @SuppressWarnings("unchecked") // All our methods carry protobuf messages.
  private static Route of(
      String verb,
      String path,
      HttpRule rule,
      MethodDescriptor<?, ?> method,
      Optional<FieldDescriptor> items) {
    if (!rule.getBody().isEmpty() && !rule.getBody().equals("*")) {
      throw new IllegalStateException(method.getFullMethodName() + ": the body is \"*\" or none");
    }
    return new Route(
        verb,
        path,
        PathTemplate.parse(path),
        !rule.getBody().isEmpty(),
        items,
        (MethodDescriptor<Message, Message>) method);
  }

  /** An empty request. */
  Message.Builder newRequest() {
    PrototypeMarshaller<Message> marshaller =
        (PrototypeMarshaller<Message>) method.getRequestMarshaller();
    return Objects.requireNonNull(marshaller.getMessagePrototype()).newBuilderForType();
  }

  boolean isStream() {
    return switch (method.getType()) {
      case UNARY -> false;
      case SERVER_STREAMING -> true;
      case CLIENT_STREAMING, BIDI_STREAMING, UNKNOWN ->
          throw new IllegalStateException(method.getFullMethodName() + " cannot be called by HTTP");
    };
  }
}
