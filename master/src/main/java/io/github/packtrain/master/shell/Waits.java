package io.github.packtrain.master.shell;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.JobView;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who waits for the end of a job. For the replica's thread only; bounded. */
final class Waits {
  private static final int WAITS_MAX = 10_000;
  private final TreeMap<JobId, List<CompletableFuture<Void>>> byJob = new TreeMap<>();
  private int count;

  /** Somebody's wait, which completes when it is over for whatever reason. */
  record Wait(CompletableFuture<Void> over) {}

  Wait of(JobId job, CoreState state, long waitMillis) {
    boolean running = state.findJob(job).map(JobView::state).map(s -> !s.isEnd()).orElse(false);
    if (!running || waitMillis <= 0) {
      return new Wait(CompletableFuture.completedFuture(null));
    }
    if (count >= WAITS_MAX) {
      throw new RejectedException(
          new Rejection(
              Kind.RESOURCE_EXHAUSTED,
              "BUSY",
              WAITS_MAX + " callers wait for jobs already",
              "each holds a connection of the master",
              "ask for the job from time to time"));
    }
    count++;
    CompletableFuture<Void> wait = new CompletableFuture<>();
    byJob.computeIfAbsent(job, _ -> new ArrayList<>()).add(wait);
    return new Wait(wait.completeOnTimeout(null, waitMillis, TimeUnit.MILLISECONDS));
  }

  void ended(JobId job) {
    List<CompletableFuture<Void>> waits = byJob.remove(job);
    if (waits != null) {
      count -= waits.size();
      waits.forEach(wait -> wait.complete(null));
    }
  }

  /** Forgets the waits of the job that are over. */
  @Nullable Void tidy(JobId job) {
    List<CompletableFuture<Void>> waits = byJob.get(job);
    if (waits != null) {
      int before = waits.size();
      waits.removeIf(CompletableFuture::isDone);
      count -= before - waits.size();
      if (waits.isEmpty()) {
        byJob.remove(job);
      }
    }
    return null;
  }
}
