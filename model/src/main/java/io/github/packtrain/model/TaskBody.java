package io.github.packtrain.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a task executes. */
public sealed interface TaskBody {

  /**
   * A program, started directly and not through a shell.
   *
   * @param argv program and arguments, at least one
   * @param environment added to the worker's allowed environment, sorted by name
   * @param workdir where it runs; empty for the attempt's own directory
   */
  record Command(List<String> argv, Map<String, String> environment, String workdir)
      implements TaskBody {
    public Command {
      argv = List.copyOf(argv);
      environment = Collections.unmodifiableMap(new TreeMap<>(environment));
      if (argv.isEmpty() || argv.getFirst().isEmpty()) {
        throw new IllegalArgumentException("a command needs a program");
      }
    }
  }

  /**
   * Java code that the worker loads by name.
   *
   * @param name of the handler, such as {@code noop}
   * @param options JSON object for all tasks of the job, or empty
   */
  record Handler(String name, String options) implements TaskBody {}
}
