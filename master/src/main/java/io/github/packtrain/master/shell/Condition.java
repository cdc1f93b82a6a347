package io.github.packtrain.master.shell;

import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whether the master can work, and what stops it. Thread-safe. */
public final class Condition {
  private final CompletableFuture<Rejection> failure = new CompletableFuture<>();
  private volatile @Nullable String degraded;
  private volatile boolean stopping;

  /** Why new work is refused, such as a full disk; empty when all is well. */
  public Optional<String> findDegraded() {
    return Optional.ofNullable(degraded);
  }

  public boolean isReady() {
    return !stopping && !failure.isDone() && degraded == null;
  }

  /** Completes when the master cannot go on. */
  public CompletableFuture<Rejection> failure() {
    return failure.copy();
  }

  /** What a caller hears who wants something new while that is refused. */
  Rejection degradedRejection(String why) {
    return new Rejection(
        Kind.RESOURCE_EXHAUSTED,
        "DISK_FULL",
        "the master takes no new work now",
        why,
        "free space on its disk, then try again; what was accepted is kept");
  }

  /** What callers hear whose call ends with the master. */
  public static Rejection stoppingRejection() {
    return new Rejection(
        Kind.UNAVAILABLE,
        "MASTER_STOPPING",
        "the master is stopping",
        "it takes nothing new while it writes down what it has",
        "try again when it is back");
  }

  void degrade(String why) {
    degraded = why;
  }

  void restore() {
    degraded = null;
  }

  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  void fail(Rejection why) {
    failure.complete(why);
  }
}
