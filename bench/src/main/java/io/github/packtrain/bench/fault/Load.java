package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.CommandBody;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.LeasePolicy;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;

/**
 * Work that does not run out: a thread submits jobs so that there are always as many tasks of each
 * kind as wanted, and watches what becomes of them.
 */
final class Load implements AutoCloseable {
  private static final int TASKS_PER_JOB = 100;
  private static final long ROUND_MILLIS = 200;
  private static final int CORE_MILLI = 1_000;
  private static final int NO_MATTER_HOW_MANY_LOSSES = 1_000;

  private final MasterCalls calls;
  private final Ledger ledger;
  private final Times times;
  private final Path program;
  private final SplittableRandom random;
  private final Map<Ledger.Kind, Integer> wanted = new EnumMap<>(Ledger.Kind.class);
  private final Thread thread;
  private int submissions;
  private volatile boolean ending;
  private volatile Throwable failure = new IllegalStateException("not failed");
  private volatile boolean failed;

  /** How long tasks take, in milliseconds. */
  record Times(int min, int max) {}

  /**
   * @param wanted how many tasks of each kind there shall be
   */
  Load(
      MasterCalls calls,
      Ledger ledger,
      Path program,
      Times times,
      Map<Ledger.Kind, Integer> wanted,
      long seed) {
    this.calls = calls;
    this.ledger = ledger;
    this.program = program;
    this.times = times;
    this.random = new SplittableRandom(seed);
    this.wanted.putAll(wanted);
    this.thread = Thread.ofPlatform().name("load").unstarted(this::run);
  }

  Load start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (!ending) {
        ledger.open().forEach(promise -> ledger.look(promise, calls));
        wanted.forEach(this::topUp);
        Cluster.pause(ROUND_MILLIS);
      }
    } catch (RuntimeException e) {
      failure = e;
      failed = true;
    }
  }

  private void topUp(Ledger.Kind kind, int target) {
    for (int left = target - ledger.outstanding(kind); left > 0 && !ending; ) {
      int count = Math.min(Math.max(1, target / 4), TASKS_PER_JOB);
      submit(kind, count);
      left -= count;
    }
  }

  /** Submits one job and notes it when it is acknowledged. */
  synchronized String submit(Ledger.Kind kind, int count) {
    String job = calls.submit(job(kind, count));
    ledger.acknowledged(job, kind, count);
    if (kind == Ledger.Kind.CANCELLED) {
      calls.cancel(job);
    }
    return job;
  }

  private SubmitJobRequest job(Ledger.Kind kind, int count) {
    SubmitJobRequest.Builder request =
        SubmitJobRequest.newBuilder().setSubmissionId("load-" + ++submissions).setCount(count);
    JobSpec.Builder spec =
        JobSpec.newBuilder()
            .setName(kind.name())
            .setRequest(
                Request.newBuilder()
                    .setResources(Resources.newBuilder().setCpuMilli(CORE_MILLI))
                    .putLabels("runs", isHandler(kind) ? "handlers" : "commands"))
            .setGraceMillis(200)
            .setRetry(RetryPolicy.newBuilder().setMaxLosses(NO_MATTER_HOW_MANY_LOSSES));
    if (isHandler(kind)) {
      spec.setHandler(HandlerBody.newBuilder().setName("sleep"));
      for (int i = 0; i < count; i++) {
        request.addParams("{\"millis\":" + taskMillis() + "}");
      }
    } else {
      boolean exclusive = kind == Ledger.Kind.EXCLUSIVE;
      spec.setLeasePolicy(exclusive ? LeasePolicy.STOP : LeasePolicy.KEEP)
          .addRequiredMetrics("pid")
          .setCommand(
              CommandBody.newBuilder()
                  .addArgv("sh")
                  .addArgv(program.toString())
                  .addArgv(Double.toString(taskMillis() / 1000.0))
                  .addArgv(exclusive ? "exclusive" : "shared"));
    }
    return request.setSpec(spec).build();
  }

  static boolean isHandler(Ledger.Kind kind) {
    return kind == Ledger.Kind.HANDLER || kind == Ledger.Kind.CANCELLED;
  }

  private int taskMillis() {
    return random.nextInt(times.min, times.max + 1);
  }

  /** Submits no more, and waits until all that was acknowledged has ended. */
  void finish(long timeoutMillis) throws TimeoutException, InterruptedException {
    close();
    Cluster.await(
        "all tasks to end",
        timeoutMillis,
        () -> {
          ledger.open().forEach(promise -> ledger.look(promise, calls));
          return ledger.open().isEmpty();
        });
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    thread.join();
    if (failed) {
      throw new IllegalStateException("the load failed", failure);
    }
  }

  /** The tasks' program and its diary in a directory. */
  static Path program(Diary diary) throws IOException {
    return diary.writeProgram();
  }
}
