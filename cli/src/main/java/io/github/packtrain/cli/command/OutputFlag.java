package io.github.packtrain.cli.command;

import picocli.CommandLine.Option;

/** How results are written. */
final class OutputFlag {
  /** Not on the command line. */
  static final OutputFlag NONE = new OutputFlag();

  /** The formats. */
  enum Format {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table or json (PACKTRAIN_OUTPUT).")
  private @org.jspecify.annotations.Nullable Format format;

  String value() {
    return format == null ? "" : format.name();
  }
}
