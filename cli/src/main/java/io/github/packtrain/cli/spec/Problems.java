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

  void add(Place place, String code, String message, String hint) {
    found.add(new Problem(place, "SPEC." + code, message, hint));
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
          "",
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
