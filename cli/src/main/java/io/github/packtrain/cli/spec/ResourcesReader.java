package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.text.GpuText;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** {@code resources:} to a Request. */
final class ResourcesReader {
  private static final int CPU_MILLI_DEFAULT = 1000;
  private static final int GPU_WHOLE = 1000;
  private static final int COUNT_MAX = 1024;
  private static final List<String> VENDORS = List.of("nvidia", "amd", "other");

  private final Fields fields;

  private ResourcesReader(Fields fields) {
    this.fields = fields;
  }

  static JsonObject read(Fields fields) {
    ResourcesReader reader = new ResourcesReader(fields);
    JsonObject request = reader.request();
    fields.finish();
    return request;
  }

  /** What a task gets that asks for nothing. */
  static JsonObject byDefault() {
    return new JsonObject().put("resources", new JsonObject().put("cpuMilli", CPU_MILLI_DEFAULT));
  }

  private JsonObject request() {
    JsonObject resources =
        new JsonObject().put("cpuMilli", fields.cpuMilli("cpu").orElse(CPU_MILLI_DEFAULT));
    fields.bytes("memory").ifPresent(bytes -> resources.put("memoryBytes", bytes));
    fields.bytes("disk").ifPresent(bytes -> resources.put("diskBytes", bytes));
    JsonObject request = new JsonObject().put("resources", resources);
    fields.find("gpu").ifPresent(node -> gpu(node).ifPresent(gpu -> request.put("gpu", gpu)));
    fields
        .mapping("labels")
        .ifPresent(
            labels -> {
              SequencedMap<String, String> texts = new TreeMap<>();
              for (String key : labels.ownKeys()) {
                labels.text(key).ifPresent(value -> texts.put(key, value));
              }
              request.putTexts("labels", texts);
            });
    return request;
  }

  /**
   * {@code A100:2} as the mapping that says the same; what is none becomes a count, for its error.
   */
  static Node gpuTree(Node.Scalar scalar) {
    Optional<GpuText> gpu = GpuText.parse(scalar.value());
    if (gpu.isEmpty()) {
      return new JsonObject().put("count", scalar).node();
    }
    JsonObject tree = new JsonObject().put("count", gpu.get().count());
    if (gpu.get().milli() < GPU_WHOLE) {
      tree.put("share", gpu.get().milli() / (double) GPU_WHOLE);
    }
    return (gpu.get().models().isEmpty() ? tree : tree.putTexts("model", gpu.get().models()))
        .node();
  }

  private Optional<JsonObject> gpu(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return fields.mapping("gpu").flatMap(ResourcesReader::gpuMapping);
    }
    if (scalar.value().equals("0")) {
      return Optional.empty();
    }
    Optional<GpuText> gpu = GpuText.parse(scalar.value());
    if (gpu.isEmpty()) {
      fields.wrong(
          "gpu", "'" + scalar.value() + "' is not a request for GPUs", "write " + GpuText.FORMS);
    }
    return gpu.map(ResourcesReader::json);
  }

  private static JsonObject json(GpuText gpu) {
    JsonObject json = new JsonObject().put("count", gpu.count()).put("gpuMilli", gpu.milli());
    return gpu.models().isEmpty() ? json : json.putTexts("models", gpu.models());
  }

  private static Optional<JsonObject> gpuMapping(Fields gpu) {
    int count = (int) gpu.integer("count", 0, COUNT_MAX).orElse(1);
    double share = gpu.number("share").orElse(1);
    if (!(share > 0 && share <= 1)) {
      gpu.wrong(
          "share",
          share + " is not a share of a device",
          "write more than 0 and at most 1, such as 0.5");
      share = 1;
    }
    int milli = (int) Math.round(share * GPU_WHOLE);
    if (milli < GPU_WHOLE && count > 1) {
      gpu.wrong(
          "share",
          "a share is of one device, but count is " + count,
          "leave out count, or leave out share");
    }
    JsonObject json = new JsonObject().put("count", count).put("gpuMilli", milli);
    gpu.bytes("memory").ifPresent(bytes -> json.put("memoryBytes", bytes));
    gpu.texts("model").ifPresent(models -> json.putTexts("models", models));
    gpu.oneOf("vendor", VENDORS)
        .ifPresent(vendor -> json.putTexts("vendors", List.of(vendor.toUpperCase(Locale.ROOT))));
    gpu.text("compute_capability")
        .ifPresent(
            text -> {
              if (text.matches("[0-9]{1,2}\\.[0-9]")) {
                json.put("computeCapability", Long.parseLong(text.replace(".", "")));
              } else {
                gpu.wrong(
                    "compute_capability",
                    "'" + text + "' is not a compute capability",
                    "write one such as 8.0");
              }
            });
    gpu.finish();
    return count == 0 ? Optional.empty() : Optional.of(json);
  }
}
