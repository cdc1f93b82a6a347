package io.github.packtrain.worker.process;

import static io.github.packtrain.worker.process.SpawnException.Code.COMMAND_NOT_ACCEPTED;
import static io.github.packtrain.worker.process.SpawnException.Code.COMMAND_NOT_EXECUTABLE;
import static io.github.packtrain.worker.process.SpawnException.Code.COMMAND_NOT_FOUND;
import static io.github.packtrain.worker.process.SpawnException.Code.OUTPUT_NOT_WRITABLE;
import static io.github.packtrain.worker.process.SpawnException.Code.WORKDIR_NOT_FOUND;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds the program of a request and checks beforehand what a failed spawn could not tell apart:
 * the kernel says "no such file" for a missing directory, program, interpreter and output file
 * alike.
 */
final class CommandLookup {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private CommandLookup() {}

  /** The program's absolute path. */
  static Path find(SpawnRequest request) throws SpawnException {
    refuseWhatNoSystemTakes(request);
    checkWorkdir(request.workdir());
    String program = request.argv().getFirst();
    try {
      return program.contains("/") ? findAt(request, program) : findInPath(request, program);
    } catch (InvalidPathException e) {
      throw notFound(request, "'" + program + "' is not a path: " + e.getReason());
    }
  }

  private static void refuseWhatNoSystemTakes(SpawnRequest request) throws SpawnException {
    for (String word : request.argv()) {
      if (word.indexOf('\0') >= 0) {
        throw notAccepted("an argument holds a NUL character");
      }
    }
    for (Map.Entry<String, String> entry : request.environment().entrySet()) {
      String key = entry.getKey();
      if (!isSettable(key, entry.getValue())) {
        throw notAccepted("'" + key + "' cannot be set in an environment");
      }
    }
  }

  /** Whether it holds nothing that no system takes. */
  static boolean isAcceptable(SpawnRequest request) {
    for (String word : request.argv()) {
      if (word.indexOf('\0') >= 0) {
        return false;
      }
    }
    for (Map.Entry<String, String> entry : request.environment().entrySet()) {
      if (!isSettable(entry.getKey(), entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSettable(String key, String value) {
    return !key.isEmpty()
        && key.indexOf('=') < 0
        && key.indexOf('\0') < 0
        && value.indexOf('\0') < 0;
  }

  private static SpawnException notAccepted(String message) {
    return new SpawnException(COMMAND_NOT_ACCEPTED, message, "Change or remove it.");
  }

  private static void checkWorkdir(Path workdir) throws SpawnException {
    String trouble =
        !Files.exists(workdir)
            ? "does not exist"
            : !Files.isDirectory(workdir)
                ? "is not a directory"
                : !Files.isExecutable(workdir) ? "may not be entered by this account" : "";
    if (!trouble.isEmpty()) {
      throw new SpawnException(
          WORKDIR_NOT_FOUND,
          "the working directory " + workdir + " " + trouble + " on this worker",
          "Create it on every worker or on shared storage, or leave it out: a task then starts in a"
              + " directory of its own.");
    }
  }

  private static Path findAt(SpawnRequest request, String program) throws SpawnException {
    Path path = request.workdir().resolve(program).normalize();
    if (!Files.exists(path)) {
      throw notFound(request, "there is no file " + path);
    }
    if (!isExecutable(path)) {
      throw notExecutable(path);
    }
    return path;
  }

  private static Path findInPath(SpawnRequest request, String program) throws SpawnException {
    String searched = searched(request);
    Path present = null;
    for (String directory : searched.split(":", -1)) {
      Path path = request.workdir().resolve(directory).resolve(program);
      if (isExecutable(path)) {
        return path;
      }
      if (present == null && Files.isRegularFile(path)) {
        present = path;
      }
    }
    if (present != null) {
      throw notExecutable(present);
    }
    throw notFound(
        request, "there is no program '" + program + "' in the task's PATH (" + searched + ")");
  }

  /** The directories in which its program is looked for. */
  static String searched(SpawnRequest request) {
    return request.environment().getOrDefault("PATH", DEFAULT_PATH);
  }

  private static boolean isExecutable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  private static SpawnException notFound(SpawnRequest request, String message) {
    boolean oneWord = request.argv().size() == 1 && request.argv().getFirst().contains(" ");
    return new SpawnException(
        COMMAND_NOT_FOUND,
        message,
        oneWord
            ? "The whole command line came as one word. Give program and arguments separately, or"
                + " run it as: sh -c '…'."
            : "Check the spelling, install it on this worker, or give its path.");
  }

  private static SpawnException notExecutable(Path path) {
    return new SpawnException(
        COMMAND_NOT_EXECUTABLE,
        Files.isDirectory(path)
            ? path + " is a directory, not a program"
            : path + " is not executable by this account",
        "Make it executable (chmod +x), or name the program that runs it, such as: python3 "
            + path.getFileName()
            + ".");
  }

  /** What a spawn that failed after all checks passed means, by its error number. */
  static SpawnException explain(SpawnRequest request, Path program, int errno) {
    for (Path output : new Path[] {request.stdout(), request.stderr()}) {
      Path parent = output.toAbsolutePath().getParent();
      boolean writable =
          Files.exists(output)
              ? Files.isWritable(output) && !Files.isDirectory(output)
              : parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
      if (!writable) {
        return new SpawnException(
            OUTPUT_NOT_WRITABLE,
            "the output file " + output + " cannot be written",
            "Check that the worker's directory exists, is writable and has space.");
      }
    }
    return switch (errno) {
      case LibC.ENOENT ->
          new SpawnException(
              COMMAND_NOT_FOUND,
              program + " is there, but the interpreter or loader that it names is not",
              "Check its first line (#!…), and its line endings: a carriage return counts as part of"
                  + " the name.");
      case LibC.EACCES, LibC.EPERM ->
          new SpawnException(
              COMMAND_NOT_EXECUTABLE,
              program + " may not be executed (error " + errno + ")",
              "Check its permissions, those of its interpreter, and whether its file system is"
                  + " mounted noexec.");
      case LibC.ENOEXEC ->
          new SpawnException(
              COMMAND_NOT_EXECUTABLE,
              program + " is neither a program for this machine nor a script that starts with #!",
              "Add a first line such as #!/bin/sh, or name the interpreter in the command.");
      case LibC.E2BIG ->
          new SpawnException(
              COMMAND_NOT_ACCEPTED,
              "arguments and environment are longer than this system takes",
              "Pass large values in a file.");
      case LibC.EAGAIN, LibC.ENOMEM ->
          new SpawnException(
              SpawnException.Code.NO_PROCESS_LEFT,
              "the machine has no process or memory left to start " + program,
              "Raise the process limit (ulimit -u, pids.max) or run fewer tasks at once.");
      default ->
          new SpawnException(
              COMMAND_NOT_EXECUTABLE,
              program + " could not be started (error " + errno + ")",
              "Try to start it by hand on this worker.");
    };
  }
}
