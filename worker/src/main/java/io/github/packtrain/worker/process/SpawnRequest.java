package io.github.packtrain.worker.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process to start. It gets a session and process group of its own, an empty standard input,
 * every signal at its default, and no open file but the three standard ones.
 *
 * @param launcher words to put before the command: an absolute program and arguments that become
 *     the command once they have set up something; empty for none
 * @param argv program and arguments; a program without a slash is looked up in the {@code PATH} of
 *     {@code environment}
 * @param environment all of it, in this order; nothing is inherited
 * @param workdir existing directory to start in
 * @param stdout file that standard output is appended to; created when missing
 * @param stderr likewise; may be the same file
 */
public record SpawnRequest(
    List<String> launcher,
    List<String> argv,
    Map<String, String> environment,
    Path workdir,
    Path stdout,
    Path stderr) {
  public SpawnRequest {
    launcher = List.copyOf(launcher);
    argv = List.copyOf(argv);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a process needs a program");
    }
  }

  /** Without a launcher. */
  public SpawnRequest(
      List<String> argv, Map<String, String> environment, Path workdir, Path stdout, Path stderr) {
    this(List.of(), argv, environment, workdir, stdout, stderr);
  }

  /** The file to execute, when the command's program is this. */
  Path executable(Path program) {
    return launcher.isEmpty() ? program : Path.of(launcher.getFirst());
  }

  /** What it is given as its arguments, its own name first. */
  List<String> words(Path program) {
    if (launcher.isEmpty()) {
      return argv;
    }
    List<String> words = new ArrayList<>(launcher);
    words.add(program.toString());
    words.addAll(argv.subList(1, argv.size()));
    return words;
  }
}
