package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Control groups for attempts, of version 1, 2 or both at once, as far as this machine permits.
 *
 * <p>An attempt that asks for memory, or from which devices are to be hidden, gets a group of its
 * own in each hierarchy: its memory is limited, its processes are at most {@value #PIDS_MAX}, its
 * processor weight is what it asked for (others may take what it leaves; a quota would waste it),
 * and the kernel ends all of its processes at once. Any other gets none: making, entering and
 * removing the groups takes longer than a short task.
 */
final class AttemptGroups {
  /** Enough for the data loaders and threads of a large training, and an end for a fork storm. */
  static final int PIDS_MAX = 4_096;

  /** Version 2 has no such files: it would take a program in the kernel. */
  private static final String V1_DEVICES = "devices";

  private final List<Path> bases;
  private final boolean memory;
  private final boolean devices;
  private final List<String> limitations;

  private AttemptGroups(
      List<Path> bases, boolean memory, boolean devices, List<String> limitations) {
    this.bases = List.copyOf(bases);
    this.memory = memory;
    this.devices = devices;
    this.limitations = List.copyOf(limitations);
  }

  /** Makes the worker's own groups, in which those of attempts are made. */
  static AttemptGroups open(Path root, Path workerDirectory) {
    Hierarchies hierarchies = new Hierarchies(root);
    byte[] path = workerDirectory.toString().getBytes(StandardCharsets.UTF_8);
    String name = "packtrain-" + UUID.nameUUIDFromBytes(path);
    List<Path> bases = new ArrayList<>();
    List<String> limitations = new ArrayList<>();
    List<String> missing = new ArrayList<>(List.of("memory", "pids", "cpu", V1_DEVICES));
    Optional<Path> unified = hierarchies.findV2().flatMap(own -> make(own, name));
    unified.ifPresent(
        base -> {
          missing.removeIf(controller -> enable(base, controller));
          bases.add(base);
        });
    for (String controller : List.copyOf(missing)) {
      Optional<Path> base = hierarchies.findV1(controller).flatMap(own -> make(own, name));
      base.ifPresent(bases::add);
      if (base.isPresent()) {
        missing.remove(controller);
      }
    }
    boolean devices = !missing.remove(V1_DEVICES);
    if (!missing.isEmpty()) {
      limitations.add(
          "no limits of "
              + String.join(", ", missing)
              + " by control groups: this account may not make any with them");
    }
    return new AttemptGroups(bases, !missing.contains("memory"), devices, limitations);
  }

  private static Optional<Path> make(Path own, String name) {
    Path base = own.resolve(name);
    try {
      if (!Files.isDirectory(base)) {
        Files.createDirectory(base);
      }
      return Files.isWritable(base.resolve("cgroup.procs")) ? Optional.of(base) : Optional.empty();
    } catch (IOException e) {
      // Not permitted: said as a limitation.
      return Optional.empty();
    }
  }

  /** Hands a controller of version 2 down to the groups of attempts. */
  private static boolean enable(Path base, String controller) {
    try {
      Path above = base.getParent();
      if (above != null && !hasController(base, controller)) {
        Files.writeString(above.resolve("cgroup.subtree_control"), "+" + controller);
      }
      Files.writeString(base.resolve("cgroup.subtree_control"), "+" + controller);
      return hasController(base, controller);
    } catch (IOException e) {
      // Not there, or our own group may not hand it down while we are in it.
      return false;
    }
  }

  private static boolean hasController(Path group, String controller) throws IOException {
    String there = Files.readString(group.resolve("cgroup.controllers")).strip();
    return List.of(there.split(" ", -1)).contains(controller);
  }

  /** Whether devices can be kept from attempts. */
  boolean hidesDevices() {
    return devices;
  }

  /** What else this machine does not permit, for people. */
  List<String> limitations() {
    return limitations;
  }

  /** The groups of an attempt that asks for limits; empty when it does not or none can be made. */
  Optional<AttemptGroup> make(AttemptId attempt, AttemptBounds bounds) throws IOException {
    boolean limited = memory && bounds.memoryBytes() > 0;
    boolean hidden = devices && !bounds.hiddenDevices().isEmpty();
    if (!limited && !hidden) {
      return Optional.empty();
    }
    AttemptGroup group = groupOf(attempt);
    group.make(bounds);
    return Optional.of(group);
  }

  private AttemptGroup groupOf(AttemptId attempt) {
    String name = attempt.toString().replace('/', '-');
    return new AttemptGroup(bases.stream().map(base -> base.resolve(name)).toList());
  }

  /** Removes the worker's own groups, when no attempt is in them any more. */
  void close() {
    for (Path base : bases) {
      try {
        Files.deleteIfExists(base);
      } catch (IOException e) {
        GuardLog.say("cannot remove " + base + ": " + e.getMessage());
      }
    }
  }
}
