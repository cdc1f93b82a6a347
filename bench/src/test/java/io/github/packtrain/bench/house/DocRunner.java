package io.github.packtrain.bench.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the commands of a document in a shell of its own: a new home, the files of the checkout as
 * links in an otherwise empty working directory, and nothing left running afterwards.
 *
 * @param directory for everything that the commands write
 * @param dist the built distribution that {@code ./packtrain} runs
 */
record DocRunner(Path directory, Path dist) {
  private static final int MAX_LINES = 60;
  private static final int END_SECONDS = 20;

  /** Runs all blocks; returns what went wrong, with the end of the output, or nothing. */
  String run(DocScript script, long timeoutSeconds) throws IOException, InterruptedException {
    Path home = Files.createDirectories(directory.resolve("home"));
    Path work = Files.createDirectories(directory.resolve("packtrain"));
    linkCheckout(work);
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", script.toShell())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PACKTRAIN_"));
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PACKTRAIN_DIST", dist.toString());
    Process shell = builder.start();
    try {
      boolean ended = shell.waitFor(timeoutSeconds, TimeUnit.SECONDS);
      if (ended && shell.exitValue() == 0) {
        return "";
      }
      String how = ended ? "ended with " + shell.exitValue() : "took over " + timeoutSeconds + " s";
      return "the commands of %s do not run: the block under the last == %s\n%s"
          .formatted(script.name(), how, tail(output));
    } finally {
      endAll(shell, home);
      unlinkCheckout(work);
    }
  }

  private static void linkCheckout(Path work) throws IOException {
    try (Stream<Path> entries = Files.list(Checkout.ROOT)) {
      for (Path entry : entries.filter(path -> !isHidden(path)).toList()) {
        Files.createSymbolicLink(work.resolve(entry.getFileName()), entry);
      }
    }
  }

  private static void unlinkCheckout(Path work) throws IOException {
    try (Stream<Path> entries = Files.list(work)) {
      for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static String tail(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
  }

  /**
   * Also what left the shell's family, as daemons do: it still carries our home in its environment.
   */
  private static void endAll(Process shell, Path home) {
    String mark = "HOME=" + home + "\0";
    Stream<ProcessHandle> strays =
        ProcessHandle.allProcesses().filter(one -> environment(one.pid()).contains(mark));
    Stream<ProcessHandle> family = Stream.concat(Stream.of(shell.toHandle()), shell.descendants());
    List<ProcessHandle> ours = Stream.concat(family, strays).distinct().toList();
    ours.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : ours) {
      one.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).exceptionally(stuck -> one).join();
    }
  }

  private static String environment(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrForeign) {
      return "";
    }
  }
}
