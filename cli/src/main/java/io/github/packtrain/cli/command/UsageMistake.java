package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.text.Words;
import io.github.packtrain.model.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
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
      default ->
          String.valueOf(e.getMessage()).startsWith("Unknown subcommand")
              ? noCommand(e.getValue(), line)
              : wrongValue(e, help);
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
    if (!line.getSubcommands().isEmpty()) {
      return noCommand(word, line);
    }
    return Failure.usage(
        "argument",
        of + " does not know what to do with '" + word + "'",
        "it takes no further argument",
        help);
  }

  private static Failure noCommand(String word, CommandLine line) {
    return Failure.usage(
        "command",
        line.getCommandSpec().qualifiedName() + " has no command '" + word + "'",
        "only the names of its commands stand for one",
        Words.hint(word, List.copyOf(line.getSubcommands().keySet()), "its commands are"));
  }

  /** A value that is not of the flag's type. */
  private static Failure wrongValue(ParameterException e, String help) {
    ArgSpec arg = e.getArgSpec();
    if (arg == null || e.getValue() == null) {
      return Failure.usage("value", text(e), "the flag takes another form of value", help);
    }
    String what = nameOf(arg) + ": '" + e.getValue() + "' is not ";
    Class<?> type = arg.auxiliaryTypes()[0];
    if (!type.isEnum()) {
      boolean whole = type != double.class;
      return Failure.usage(
          "value",
          what + (whole ? "a whole number within range" : "a number"),
          "other forms are not guessed at",
          "write a number such as " + (whole ? "4" : "0.5"));
    }
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      words.add(constant.toString().toLowerCase(Locale.ROOT));
    }
    return Failure.usage(
        "value",
        what + "one of its values",
        "its values are " + String.join(", ", words),
        Words.hint(e.getValue(), words, "choose from"));
  }

  /**
   * An empty value, which is nearly always a variable of a script that is not set: taking it for no
   * value would run something else than what was meant.
   */
  static Optional<Failure> findEmpty(ParseResult result) {
    CommandSpec spec = result.commandSpec();
    String help = spec.qualifiedName() + " --help";
    List<ArgSpec> given = new ArrayList<>(result.matchedOptions());
    // Behind the flags of these stands the user's own command.
    if (!spec.commandLine().isStopAtPositional()) {
      given.addAll(result.matchedPositionals());
    }
    return given.stream()
        .filter(arg -> arg.originalStringValues().contains(""))
        .findFirst()
        .map(
            arg ->
                Failure.usage(
                    "empty",
                    nameOf(arg) + " is empty",
                    "an empty value is nearly always a variable that is not set",
                    arg.isOption() ? "give it a value, or leave the flag out" : help));
  }

  private static String nameOf(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static Failure missing(CommandLine.MissingParameterException e, String help) {
    List<String> names = new ArrayList<>();
    for (ArgSpec arg : e.getMissing()) {
      names.add(nameOf(arg));
    }
    return names.isEmpty()
        ? Failure.usage("value", text(e), "a flag that takes a value needs one", help)
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
