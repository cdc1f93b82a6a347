package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.Reason;
import io.github.packtrain.model.Topology.Level;
import java.time.Instant;
import java.util.Locale;

/** Reasons in English. */
final class Sentences {
  private Sentences() {}

  static String of(Reason r) {
    return switch (r.code()) {
      case NO_WORKERS -> "no worker is registered";
      case INFEASIBLE_GPU_COUNT ->
          "needs "
              + Amounts.gpus(r.need())
              + " on one worker; "
              + mostEver(r, Amounts.gpus(r.best()));
      case INFEASIBLE_GPU_KIND ->
          "needs a GPU of another kind than "
              + workers(r)
              + " offer"
              + (r.workers() == 1 ? "s" : "")
              + " ("
              + r.bestWorker()
              + " has "
              + r.detail()
              + ")";
      case INFEASIBLE_GPU_MEMORY ->
          gpuMemory(r) + "; " + mostEver(r, Amounts.bytes(r.best()) + " on a device") + having(r);
      case INFEASIBLE_CPU ->
          "needs " + Amounts.cpus(r.need()) + "; " + mostEver(r, Amounts.cpus(r.best()));
      case INFEASIBLE_MEMORY ->
          "needs "
              + Amounts.bytes(r.need())
              + " of memory; "
              + mostEver(r, Amounts.bytes(r.best()));
      case INFEASIBLE_DISK ->
          "needs " + Amounts.bytes(r.need()) + " of disk; " + mostEver(r, Amounts.bytes(r.best()));
      case GPU -> "needs " + Amounts.gpus(r.need()) + "; " + mostFree(r, Amounts.gpus(r.best()));
      case GPU_MEMORY ->
          gpuMemory(r) + "; " + mostFree(r, Amounts.bytes(r.best())) + " on a device" + having(r);
      case CPU -> "needs " + Amounts.cpus(r.need()) + "; " + mostFree(r, Amounts.cpus(r.best()));
      case MEMORY ->
          "needs "
              + Amounts.bytes(r.need())
              + " of memory; "
              + mostFree(r, Amounts.bytes(r.best()));
      case DISK ->
          "needs " + Amounts.bytes(r.need()) + " of disk; " + mostFree(r, Amounts.bytes(r.best()));
      case CONSTRAINT, INFEASIBLE_LABEL -> mismatch(r);
      case GANG -> together(r) + "there is room for " + r.best() + " of them";
      case INFEASIBLE_GANG ->
          together(r) + "all workers, when empty, have room for " + r.best() + " of them";
      case TOPOLOGY -> near(r, "now");
      case INFEASIBLE_TOPOLOGY -> near(r, "even when empty");
      case POLICY_FILTER ->
          "the placement policy keeps it from " + workers(r) + " with room" + suchAs(r);
      case DRAINING ->
          workers(r)
              + (r.workers() == 1 ? " is" : " are")
              + " drained and take"
              + third(r)
              + " no new work"
              + suchAs(r);
      case UNREACHABLE ->
          workers(r) + (r.workers() == 1 ? " is" : " are") + " not connected just now" + suchAs(r);
      case RESERVED -> promised(r);
      case RESERVATION -> reserved(r);
      case DEPENDENCY -> "waits for " + r.detail() + others(r);
      case DEPENDENCY_FAILED ->
          "waits for " + r.detail().split(" ", -1)[0] + " to succeed, and it ended: " + r.detail();
      case FASTER_WORKER -> patient(r);
      case JOB_LIMIT -> jobLimit(r);
      case BACKOFF -> backoff(r);
      case NEXT_CYCLE -> "there is room: the next cycle, within milliseconds, takes it up";
    };
  }

  private static String jobLimit(Reason r) {
    return "the job runs at most "
        + Amounts.count(r.need(), "task")
        + " at a time, and "
        + r.best()
        + (r.best() == 1 ? " is" : " are")
        + " active";
  }

  private static String reserved(Reason r) {
    return "there is room, but "
        + r.bestWorker()
        + " is reserved ("
        + r.detail()
        + ") from "
        + Instant.ofEpochMilli(r.need())
        + " to "
        + Instant.ofEpochMilli(r.best())
        + ", which it would run into";
  }

  private static String promised(Reason r) {
    return "there is room, but "
        + r.detail()
        + " is promised a start on "
        + r.bestWorker()
        + " at "
        + Instant.ofEpochMilli(r.need())
        + ", which it would run into";
  }

  private static String patient(Reason r) {
    return r.bestWorker() + " is free; it should end sooner on a faster one that is busy just now";
  }

  /** How many more it waits for than are named. */
  private static String others(Reason r) {
    return r.need() > r.best() ? " and " + (r.need() - r.best()) + " more" : "";
  }

  /**
   * {@code its 4 tasks start together on one host, and the best, a, has room for 3 of them now}.
   */
  private static String near(Reason r, String when) {
    if (r.detail().startsWith("GPUs ")) {
      return "needs " + r.need() + " " + r.detail() + ", and no worker has them " + when;
    }
    return "its "
        + Amounts.count(r.need(), "task")
        + " start together"
        + within(Level.valueOf(r.detail().toUpperCase(Locale.ROOT)))
        + ", and the best, "
        + r.bestWorker()
        + ", has room for "
        + r.best()
        + " of them "
        + when;
  }

  /** {@code on one host}, after a space; nothing for anywhere. */
  static String within(Level level) {
    return switch (level) {
      case ANYWHERE -> "";
      case RACK -> " in one rack";
      case HOST -> " on one host";
      case ISLAND -> " in one island";
    };
  }

  private static String together(Reason r) {
    return "its " + Amounts.count(r.need(), "task") + " start together or not at all, and ";
  }

  private static String backoff(Reason r) {
    String when = Instant.ofEpochMilli(r.need()).toString();
    if (r.detail().isEmpty()) {
      return "failed " + Amounts.count(r.best(), "time") + " and is tried again at " + when;
    }
    return r.detail()
        + (r.detail().startsWith("1 ")
            ? " failed and is tried again at "
            : " failed and are tried again, the first at ")
        + when;
  }

  private static String gpuMemory(Reason r) {
    return "needs "
        + Amounts.bytes(r.need())
        + (r.detail().endsWith(" of 1") ? " of GPU memory" : " on each GPU");
  }

  /** How many of several devices there have it; nothing to say for a single one. */
  private static String having(Reason r) {
    return r.detail().isEmpty() || r.detail().endsWith(" of 1")
        ? ""
        : "; " + r.detail() + " GPUs there have it";
  }

  private static String mostEver(Reason r, String best) {
    return r.workers() == 1
        ? r.bestWorker() + " has " + best
        : "the most of " + workers(r) + " is " + best + " (" + r.bestWorker() + ")";
  }

  private static String mostFree(Reason r, String best) {
    return r.workers() == 1
        ? r.bestWorker() + " has " + best + " free"
        : "the most free on " + workers(r) + " is " + best + " (" + r.bestWorker() + ")";
  }

  private static String mismatch(Reason r) {
    boolean one = r.workers() == 1;
    return r.detail().startsWith("label ")
        ? workers(r) + (one ? " lacks " : " lack ") + r.detail()
        : workers(r) + (one ? " does" : " do") + " not match: " + r.detail();
  }

  private static String workers(Reason r) {
    return Amounts.count(r.workers(), "worker");
  }

  private static String suchAs(Reason r) {
    return r.bestWorker().isEmpty()
        ? ""
        : (r.workers() == 1 ? " (" : " (such as ") + r.bestWorker() + ")";
  }

  private static String third(Reason r) {
    return r.workers() == 1 ? "s" : "";
  }
}
