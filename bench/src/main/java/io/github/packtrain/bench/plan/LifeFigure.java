package io.github.packtrain.bench.plan;

import io.github.packtrain.bench.plan.Site.Running;
import io.github.packtrain.core.Command;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The steps of a no-op task's life through the core, on one thread: submitted in jobs of 1,000 with
 * parameters of their own, placed on a few small workers (and into their local queues), started,
 * ended. Each figure is the rate of that step alone.
 */
final class LifeFigure {
  private static final int WORKERS = 4;
  private static final int JOBS = 300;
  private static final int TASKS_PER_JOB = 1_000;
  private static final int CPU_MILLI = 10;
  private static final int ROUNDS = 9;
  private static final int WARM_UP_ROUNDS = 4;

  private LifeFigure() {}

  static void print(Sheet sheet) {
    double[][] rates = new double[ROUNDS][];
    for (int i = -WARM_UP_ROUNDS; i < ROUNDS; i++) {
      double[] round = round();
      if (i >= 0) {
        rates[i] = round;
      }
    }
    String[] steps = {"submit", "view", "plan", "commit + apply", "start", "end"};
    double micros = 0;
    for (int step = 0; step < steps.length; step++) {
      int column = step;
      double rate =
          Sheet.median(IntStream.range(0, ROUNDS).mapToDouble(i -> rates[i][column]).toArray());
      micros += 1e6 / rate;
      sheet.add("no-op tasks: " + steps[step], rate, "/s", ">= 500000");
    }
    sheet.add("no-op tasks: the whole life in the core", micros, "us", "<= 3");
  }

  private static double[] round() {
    Site site = new Site();
    for (int i = 1; i <= WORKERS; i++) {
      site.addWorker(WorkerSpec.of("w" + i, new Resources(1_000, 1L << 34, 0), List.of()));
    }
    List<List<String>> params = new ArrayList<>();
    for (int job = 0; job < JOBS; job++) {
      int base = job * TASKS_PER_JOB;
      params.add(IntStream.range(0, TASKS_PER_JOB).mapToObj(i -> Mix.params(base + i)).toList());
    }
    JobSpec spec = JobSpec.of("noop", Request.cpu(CPU_MILLI), new TaskBody.Handler("noop", "{}"));
    long submitNanos = -System.nanoTime();
    for (List<String> each : params) {
      site.submit("ann", spec, TASKS_PER_JOB, each);
    }
    submitNanos += System.nanoTime();
    long[] nanos = run(site);
    double tasks = (double) JOBS * TASKS_PER_JOB;
    return new double[] {
      tasks * 1e9 / submitNanos,
      tasks * 1e9 / nanos[0],
      tasks * 1e9 / nanos[1],
      tasks * 1e9 / nanos[2],
      tasks * 1e9 / nanos[3],
      tasks * 1e9 / nanos[4]
    };
  }

  /** Nanoseconds of view, plan, commit, start and end. */
  private static long[] run(Site site) {
    long[] nanos = new long[5];
    AttemptResult done = AttemptResult.succeeded(Map.of(), 1);
    for (var cycle = site.cycle(); cycle.placed() > 0; cycle = site.cycle()) {
      nanos[0] += cycle.viewNanos();
      nanos[1] += cycle.planNanos();
      nanos[2] += cycle.commitNanos();
      List<Running> all = site.takeRunning();
      long start = System.nanoTime();
      for (Running one : all) {
        site.execute(new Command.ReportStarted(one.worker(), one.attempt()));
      }
      long started = System.nanoTime();
      for (Running one : all) {
        site.execute(new Command.ReportEnded(one.worker(), one.attempt(), done));
      }
      nanos[3] += started - start;
      nanos[4] += System.nanoTime() - started;
    }
    if (site.state.waitingTasks() > 0) {
      throw new IllegalStateException(site.state.waitingTasks() + " tasks were never placed");
    }
    return nanos;
  }
}
