package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Words;
import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Mistakes in the command line, in our three parts. */
final class UsageMistake {
  private UsageMistake() {}

  static Failure failure(ParameterException e) {
    CommandLine line = e.getCommandLine();
    String help = line.getCommandSpec().qualifiedName() + " --help";
    return switch (e) {
      case CommandLine.UnmatchedArgumentException unmatched -> unmatched(unmatched, line, help);
      case CommandLine.MissingParameterException missing -> missing(missing, help);
      case CommandLine.OverwrittenOptionException again ->
          Failure.usage("repeated", text(again), "only one of them can hold", "give it once");
      default -> Failure.usage("value", text(e), "the flag takes another form of value", help);
    };
  }

  private static Failure unmatched(
      CommandLine.UnmatchedArgumentException e, CommandLine line, String help) {
    String word = e.getUnmatched().getFirst();
    String of = line.getCommandSpec().qualifiedName();
    if (word.startsWith("-")) {
      String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      List<String> known = new ArrayList<>();
      for (OptionSpec option : line.getCommandSpec().options()) {
        known.addAll(List.of(option.names()));
      }
      return Failure.usage(
          "flag",
          of + " has no flag " + flag,
          "each command has flags of its own",
          Spelling.findNearest(flag, known).map(near -> "did you mean " + near + "?").orElse(help));
    }
    List<String> known = List.copyOf(line.getSubcommands().keySet());
    if (!known.isEmpty()) {
      return Failure.usage(
          "command",
          of + " has no command '" + word + "'",
          "only the names below stand for one",
          Words.hint(word, known, "its commands are"));
    }
    return Failure.usage(
        "argument",
        of + " does not know what to do with '" + word + "'",
        "it takes no further argument",
        help);
  }

  private static Failure missing(CommandLine.MissingParameterException e, String help) {
    List<String> names = new ArrayList<>();
    for (ArgSpec arg : e.getMissing()) {
      names.add(arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel());
    }
    return names.isEmpty()
        ? Failure.usage("value", text(e), help)
        : Failure.usage(
            "missing",
            "missing: " + String.join(", ", names),
            e.getCommandLine().getCommandSpec().qualifiedName() + " cannot do without",
            help);
  }

  private static String text(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    return message.isEmpty()
        ? message
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  /** As far as a command line that cannot be read can tell. */
  static boolean wantsJson(ParameterException e) {
    CommandLine line = e.getCommandLine();
    while (line.getParent() != null) {
      line = line.getParent();
    }
    ParseResult result = line.getParseResult();
    String all = String.join(" ", result == null ? List.of() : result.originalArgs()) + " ";
    return all.contains("-o json ")
        || all.contains("-ojson ")
        || all.contains("--output json ")
        || all.contains("--output=json ");
  }

  static boolean wantsJson(ParseResult result, Cli cli) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.commandSpec().optionsMap().containsKey("--output")) {
      return false;
    }
    Object given = last.matchedOptionValue("--output", null);
    return given == null
        ? "json".equals(cli.environment().get("PACKTRAIN_OUTPUT"))
        : given.toString().equals("json");
  }
}
