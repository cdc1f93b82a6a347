package io.github.packtrain.worker.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes by {@code ProcessBuilder}, where native calls are not to be had. Weaker in three ways:
 * a session of its own only where the {@code setsid} program is installed, an exit code above 128
 * is taken for a signal, since Java does not tell them apart, and orphans go to {@code init}.
 */
final class JdkProcesses implements Processes {
  private static final Pattern ERROR_NUMBER = Pattern.compile("error=(\\d+)");
  private static final int SIGNAL_OFFSET = 128;
  private static final int SIGNAL_MAX = 64;

  private final Map<Integer, Process> children = new ConcurrentHashMap<>();
  private final Object exits = new Object();
  private final Optional<Path> setsid = findProgram("setsid");
  private final Path kill = findProgram("kill").orElse(Path.of("/bin/kill"));

  @Override
  public String mechanism() {
    return setsid.isPresent() ? "ProcessBuilder with setsid" : "ProcessBuilder";
  }

  @Override
  public boolean adoptOrphans() {
    return false;
  }

  @Override
  public int spawn(SpawnRequest request) throws SpawnException {
    Path program = CommandLookup.find(request);
    List<String> command = new ArrayList<>();
    setsid.ifPresent(path -> command.add(path.toString()));
    command.add(request.executable(program).toString());
    List<String> words = request.words(program);
    command.addAll(words.subList(1, words.size()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(request.workdir().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(request.stdout().toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(request.stderr().toFile()));
    builder.environment().clear();
    builder.environment().putAll(request.environment());
    return start(builder, request, program);
  }

  private int start(ProcessBuilder builder, SpawnRequest request, Path program)
      throws SpawnException {
    try {
      Process process = builder.start();
      int pid = Math.toIntExact(process.pid());
      children.put(pid, process);
      Future<?> unusedSinceItCannotFail = process.onExit().thenRun(this::childExited);
      return pid;
    } catch (IOException e) {
      Matcher number = ERROR_NUMBER.matcher(String.valueOf(e.getMessage()));
      throw CommandLookup.explain(
          request, program, number.find() ? Integer.parseInt(number.group(1)) : 0);
    }
  }

  private void childExited() {
    synchronized (exits) {
      exits.notifyAll();
    }
  }

  @Override
  public int awaitExited() throws InterruptedException {
    synchronized (exits) {
      while (true) {
        for (Map.Entry<Integer, Process> child : children.entrySet()) {
          if (!child.getValue().isAlive()) {
            return child.getKey();
          }
        }
        exits.wait();
      }
    }
  }

  @Override
  public Optional<ChildExit> reapAny() {
    return children.keySet().stream().flatMap(pid -> reap(pid).stream()).findFirst();
  }

  @Override
  public Optional<ChildExit> reap(int pid) {
    Process process = children.get(pid);
    if (process == null || process.isAlive()) {
      return Optional.empty();
    }
    children.remove(pid);
    int code = process.exitValue();
    boolean signalled = code > SIGNAL_OFFSET && code <= SIGNAL_OFFSET + SIGNAL_MAX;
    ExitStatus status =
        signalled ? new ExitStatus.Signalled(code - SIGNAL_OFFSET) : new ExitStatus.Exited(code);
    return Optional.of(new ChildExit(pid, status, 0, 0));
  }

  @Override
  public boolean signal(int pid, int signal) {
    return pid > 1 && runKill(signal, Integer.toString(pid));
  }

  @Override
  public boolean signalGroup(int group, int signal) {
    if (group <= 1) {
      return false;
    }
    if (setsid.isEmpty()) {
      return signalTree(group, signal);
    }
    // The group is not there yet as long as setsid itself is starting.
    return runKill(signal, "-" + group) || signal(group, signal);
  }

  @Override
  public boolean setUrgent(boolean urgent) {
    return false;
  }

  /** Without a session the group is our own, which must never be signalled as a whole. */
  private boolean signalTree(int root, int signal) {
    ProcessHandle.of(root)
        .ifPresent(
            handle ->
                handle
                    .descendants()
                    .forEach(child -> signal(Math.toIntExact(child.pid()), signal)));
    return signal(root, signal);
  }

  private boolean runKill(int signal, String target) {
    try {
      return new ProcessBuilder(kill.toString(), "-" + signal, "--", target)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<Path> findProgram(String name) {
    return List.of("/usr/bin", "/bin").stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
