package io.github.packtrain.worker.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is on the data sheets of common accelerators, and their names in one short form. */
final class KnownModels {
  private static final Pattern NOISE =
      Pattern.compile(
          "NVIDIA|TESLA|GEFORCE|QUADRO|AMD|INSTINCT|RADEON|GRAPHICS|CORPORATION|\\bSXM\\d?\\b|\\bPCIE?\\b|"
              + "\\bHBM\\d?E?\\b|\\bOAM\\b|\\bGENERATION\\b");
  private static final Pattern MEMORY = Pattern.compile("\\b(\\d+) ?GI?B\\b");
  private static final long GIBI = 1L << 30;

  /** By model: compute capability (0 for AMD) and the memory of its usual form. */
  private static final List<Known> ALL =
      List.of(
          new Known("P100", 60, 16),
          new Known("V100", 70, 16),
          new Known("T4", 75, 16),
          new Known("RTX2080TI", 75, 11),
          new Known("RTX6000", 75, 24),
          new Known("A100", 80, 80),
          new Known("A30", 80, 24),
          new Known("A10", 86, 24),
          new Known("A10G", 86, 24),
          new Known("A16", 86, 16),
          new Known("A40", 86, 48),
          new Known("A6000", 86, 48),
          new Known("RTXA6000", 86, 48),
          new Known("RTX3080", 86, 10),
          new Known("RTX3090", 86, 24),
          new Known("L4", 89, 24),
          new Known("L40", 89, 48),
          new Known("L40S", 89, 48),
          new Known("RTX4080", 89, 16),
          new Known("RTX4090", 89, 24),
          new Known("H100", 90, 80),
          new Known("H200", 90, 141),
          new Known("GH200", 90, 96),
          new Known("B100", 100, 192),
          new Known("B200", 100, 192),
          new Known("GB200", 100, 192),
          new Known("RTX5090", 120, 32),
          new Known("MI100", 0, 32),
          new Known("MI210", 0, 64),
          new Known("MI250", 0, 64),
          new Known("MI250X", 0, 64),
          new Known("MI300X", 0, 192),
          new Known("MI325X", 0, 256),
          new Known("MI350X", 0, 288));

  private KnownModels() {}

  private record Known(String model, int computeCapability, int memoryGigabytes) {}

  static OptionalInt findComputeCapability(String model) {
    Optional<Known> known = find(model).filter(k -> k.computeCapability() > 0);
    return known.isPresent()
        ? OptionalInt.of(known.get().computeCapability())
        : OptionalInt.empty();
  }

  static OptionalInt findMemoryGigabytes(String model) {
    Optional<Known> known = find(model);
    return known.isPresent() ? OptionalInt.of(known.get().memoryGigabytes()) : OptionalInt.empty();
  }

  static boolean isAmd(String model) {
    return model.toUpperCase(Locale.ROOT).matches("MI\\d{2,3}[A-Z]?");
  }

  private static Optional<Known> find(String model) {
    return ALL.stream().filter(known -> known.model().equalsIgnoreCase(model)).findFirst();
  }

  /**
   * The short form of a driver's name: {@code NVIDIA A100-SXM4-80GB} becomes {@code A100-80GB}. The
   * memory is what the name says, or the data sheet, or what was measured, rounded up.
   */
  static String shortName(String driverName, long memoryBytes) {
    String name = driverName.toUpperCase(Locale.ROOT).replaceAll("[-_/()]", " ");
    Matcher memory = MEMORY.matcher(name);
    boolean named = memory.find();
    String model = NOISE.matcher(memory.replaceAll("")).replaceAll("").replaceAll("\\s+", "");
    if (model.isEmpty()) {
      model = driverName.strip().replaceAll("\\s+", "");
    }
    long gigabytes =
        named
            ? Long.parseLong(memory.reset().results().findFirst().orElseThrow().group(1))
            : findMemoryGigabytes(model).orElse((int) Math.ceilDiv(memoryBytes, GIBI));
    return model + "-" + gigabytes + "GB";
  }
}
