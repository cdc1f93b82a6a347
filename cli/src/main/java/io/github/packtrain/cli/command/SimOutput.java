package io.github.packtrain.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How figures of a simulation are written: as those of other commands, or as a page with plots. */
final class SimOutput {
  /** The formats. */
  enum Format {
    table,
    json,
    html
  }

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json, or html: one page with plots (PACKTRAIN_OUTPUT).")
  private @Nullable Format format;

  Format format(Cli cli) {
    if (format != null) {
      return format;
    }
    return cli.json(new TargetFlags(), OutputFlag.NONE) ? Format.json : Format.table;
  }

  /** The command that was given, as it can be given again; for the page. */
  String command() {
    List<String> words = new ArrayList<>(List.of("packtrain"));
    if (spec != null) {
      words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    }
    return String.join(" ", words);
  }
}
