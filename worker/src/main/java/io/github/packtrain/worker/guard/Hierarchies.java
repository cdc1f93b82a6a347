package io.github.packtrain.worker.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this process's own control groups are: one per controller of version 1, and the one of
 * version 2. A machine may have both at once.
 */
final class Hierarchies {
  private final Path root;

  /**
   * @param root of the file system, for tests
   */
  Hierarchies(Path root) {
    this.root = root;
  }

  /** Our group in the hierarchy of version 1 that has this controller. */
  Optional<Path> findV1(String controller) {
    return find(controller);
  }

  /** Our group in the hierarchy of version 2. */
  Optional<Path> findV2() {
    return find("");
  }

  private Optional<Path> find(String controller) {
    String own = ownGroups().get(controller);
    if (own == null) {
      return Optional.empty();
    }
    for (String line : lines("proc/self/mountinfo")) {
      String[] halves = line.split(" - ", 2);
      if (halves.length == 2 && isHierarchy(halves[1], controller)) {
        String[] mount = halves[0].split(" ", -1);
        String mounted = mount[3].equals("/") ? "" : mount[3];
        // What is mounted may be a part of the hierarchy only, as in a container.
        String below = own.startsWith(mounted) ? own.substring(mounted.length()) : "";
        Path group =
            root.resolve(mount[4].substring(1)).resolve(below.replaceFirst("^/+", "")).normalize();
        return Optional.of(group).filter(Files::isDirectory);
      }
    }
    return Optional.empty();
  }

  private static boolean isHierarchy(String typeSourceAndOptions, String controller) {
    String[] parts = typeSourceAndOptions.split(" ", -1);
    return controller.isEmpty()
        ? parts[0].equals("cgroup2")
        : parts[0].equals("cgroup")
            && Arrays.asList(parts[parts.length - 1].split(",", -1)).contains(controller);
  }

  private Map<String, String> ownGroups() {
    Map<String, String> groups = new LinkedHashMap<>();
    for (String line : lines("proc/self/cgroup")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        for (String controller : parts[1].split(",", -1)) {
          groups.put(controller, parts[2]);
        }
      }
    }
    return groups;
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
