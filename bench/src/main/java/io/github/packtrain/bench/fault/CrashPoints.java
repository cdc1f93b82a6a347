package io.github.packtrain.bench.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * The named places where a process can be made to die: {@code -Dpacktrain.crash=NAME[:n]}. A run
 * over all of them says which it has not reached, so the list and the program cannot drift apart.
 */
final class CrashPoints {
  private static final List<String> BATCHES =
      List.of("submitted", "registered", "placed", "started", "ended", "cancelled", "study");
  private static final List<String> PHASES = List.of("before-append", "durable", "answered");

  private static final List<String> OTHER_MASTER =
      List.of(
          "journal.append.before",
          "journal.append.committed",
          "journal.append.marked",
          "journal.checkpoint.before",
          "journal.checkpoint.after",
          "journal.forget.deleted",
          "journal.open.inspected",
          "journal.open.truncated",
          "journal.snapshot.chunk",
          "journal.snapshot.written",
          "journal.snapshot.forced",
          "journal.snapshot.renamed",
          "journal.snapshot.older-deleted",
          "master.effect.done",
          "master.history.before",
          "master.history.after",
          "master.loop.stepped",
          "master.planner.planned",
          "master.recovery.snapshot",
          "master.recovery.batches",
          "master.recovery.epoch",
          "master.snapshot.taken",
          "master.start.shell",
          "master.start.doors",
          "master.start.endpoint");

  private static final List<String> WORKER =
      List.of(
          "worker.dial.before",
          "worker.adopted",
          "worker.start.before",
          "worker.start.handed-over",
          "worker.started.heard",
          "worker.end.before",
          "worker.action.done",
          "worker.release.before",
          "worker.release.done");

  private static final List<String> GUARD =
      List.of(
          "guard.adopted",
          "guard.start.before",
          "guard.start.recorded",
          "guard.start.spawned",
          "guard.round.before-kept",
          "guard.round.kept",
          "guard.forget.before",
          "guard.forget.half");

  private CrashPoints() {}

  static List<String> ofMaster() {
    List<String> all = new ArrayList<>();
    for (String batch : BATCHES) {
      PHASES.forEach(phase -> all.add("master." + batch + "." + phase));
    }
    all.addAll(OTHER_MASTER);
    return all;
  }

  static List<String> ofWorker() {
    return WORKER;
  }

  static List<String> ofGuard() {
    return GUARD;
  }

  /** Whether a process passes it but once, before it serves. */
  static boolean isAtStart(String point) {
    return point.startsWith("master.start.")
        || point.startsWith("master.recovery.")
        || point.startsWith("journal.open.");
  }

  /** Whether a process passes it all the time, so that any pass may be chosen. */
  static boolean isFrequent(String point) {
    return point.startsWith("journal.append.")
        || point.startsWith("master.placed.")
        || point.startsWith("master.started.")
        || point.startsWith("master.ended.")
        || point.startsWith("master.effect.")
        || point.startsWith("master.loop.");
  }
}
