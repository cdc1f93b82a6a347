package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that tasks run under: the guard's own, or another when the guard is root. A process
 * changes its account itself, by the program {@code setpriv}, before it becomes the command; where
 * that fails, it ends.
 *
 * @param user name, or empty for the guard's own
 */
public record TaskAccount(String user, List<String> launcher) {
  private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  public TaskAccount {
    launcher = List.copyOf(launcher);
  }

  static TaskAccount of(String user) {
    return user.isEmpty()
        ? new TaskAccount("", List.of())
        : new TaskAccount(
            user,
            List.of(
                setpriv().toString(),
                "--reuid=" + user,
                "--regid=" + groupOf(user),
                "--clear-groups",
                "--no-new-privs",
                "--bounding-set=-all",
                "--inh-caps=-all"));
  }

  /**
   * Tries the account out, so that a worker that could run nothing under it does not start.
   *
   * @param directory of the worker, which the account has to be able to pass through
   * @return why tasks cannot run under it; empty when they can
   */
  public static String trouble(String user, Path directory) {
    if (groupOf(user).isEmpty()) {
      return "there is no such account";
    }
    List<String> command = new ArrayList<>(of(user).launcher());
    command.addAll(List.of("/bin/sh", "-c", "cd \"$0\" && /usr/bin/id -un", directory.toString()));
    String said = run(command);
    return said.equals(user) ? "" : "becoming it says: " + said;
  }

  /** The account's own group, or empty when there is none. */
  private static String groupOf(String user) {
    String group = run(List.of("/usr/bin/id", "-g", user));
    return group.matches("\\d+") ? group : "";
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Path setpriv() {
    return PLACES.stream()
        .map(place -> place.resolve("setpriv"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("/usr/bin/setpriv"));
  }

  /** Makes a new file or directory, in a directory of ours, the account's. */
  void give(Path path) throws IOException {
    if (!user.isEmpty()) {
      UserPrincipal owner =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(owner);
    }
  }

  /** Lets the account reach what lies in directories of ours that it may not list. */
  void letThrough(Path... directories) throws IOException {
    for (Path directory : directories) {
      Files.setPosixFilePermissions(
          directory, PosixFilePermissions.fromString(user.isEmpty() ? "rwx------" : "rwx--x--x"));
    }
  }
}
