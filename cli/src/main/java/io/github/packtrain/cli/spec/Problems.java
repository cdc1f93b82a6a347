package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file. */
final class Problems {
  private static final int SHOWN_MAX = 20;
  private static final String DOCS = "docs/reference/job-and-study-files.md lists every key";

  private final List<Problem> found = new ArrayList<>();

  /** What goes against a rule that all keys share. */
  void add(Place place, String code, String message, String hint) {
    add(place, code, message, rule(code), hint);
  }

  void add(Place place, String code, String message, String why, String hint) {
    found.add(new Problem(place, "SPEC." + code, message, why, hint));
  }

  private static String rule(String code) {
    return switch (code) {
      case "unknown_key" -> "a key that nothing reads would be lost without a word";
      case "type" -> "each key takes values of one form";
      case "value" -> "other values are not guessed at";
      case "missing" -> "nothing stands in for it";
      case "parameter" ->
          "a parameter is declared below parameters:, with a value there or by --set";
      case "yaml" -> "the text goes against the rules of YAML";
      default -> "a study starts only when all of its file can be carried out";
    };
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the file. */
  List<Problem> sorted() {
    return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
  }

  /** All of them as one failure. */
  Failure failure(String file) {
    List<Problem> sorted = sorted();
    if (sorted.size() == 1) {
      Problem problem = sorted.getFirst();
      return new Failure(
          ExitCode.USAGE,
          problem.code(),
          at(file, problem) + problem.message(),
          problem.why(),
          problem.hint());
    }
    StringBuilder why = new StringBuilder();
    for (Problem problem : sorted.subList(0, Math.min(SHOWN_MAX, sorted.size()))) {
      why.append(at(file, problem)).append(problem.message()).append('\n');
      if (!problem.hint().isEmpty()) {
        why.append("    ").append(problem.hint().replace("\n", "\n    ")).append('\n');
      }
    }
    if (sorted.size() > SHOWN_MAX) {
      why.append("and ").append(sorted.size() - SHOWN_MAX).append(" more\n");
    }
    return new Failure(
        ExitCode.USAGE,
        sorted.getFirst().code(),
        file + " has " + sorted.size() + " problems",
        why.toString(),
        DOCS);
  }

  private static String at(String file, Problem problem) {
    return problem.place().line() == 0 ? file + ": " : file + ":" + problem.place() + ": ";
  }
}
