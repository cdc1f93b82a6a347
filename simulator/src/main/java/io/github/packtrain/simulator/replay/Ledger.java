package io.github.packtrain.simulator.replay;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.trace.TraceJob;
import io.github.packtrain.simulator.trace.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes down what happens in a replay. */
final class Ledger {
  private final Workload workload;
  private final TreeMap<JobId, Entry> entries = new TreeMap<>();
  private final double gpuMilliAll;
  private final double cpuMilliAll;
  private final double memoryAll;
  private long gpuMilli;
  private long cpuMilli;
  private long memoryBytes;
  private double gpuTime;
  private double cpuTime;
  private double memoryTime;
  private double lostGpuTime;
  private double fragmentedTime;
  private double fragmentedMilli;
  private long waiting;
  private long running;
  private final Series.Recorder recorder = new Series.Recorder();
  private long requeues;

  private static final class Entry {
    final TraceJob job;
    final long firstStart;
    int open;
    long end;

    Entry(TraceJob job, long firstStart) {
      this.job = job;
      this.firstStart = firstStart;
      this.open = job.tasks();
    }
  }

  Ledger(Workload workload) {
    this.workload = workload;
    double gpus = 0;
    double cpus = 0;
    double memory = 0;
    for (WorkerSpec worker : workload.workers()) {
      gpus += GpuRequest.WHOLE * (double) worker.devices().stream().filter(Device::healthy).count();
      cpus += worker.allocatable().cpuMilli();
      memory += worker.allocatable().memoryBytes();
    }
    gpuMilliAll = gpus;
    cpuMilliAll = cpus;
    memoryAll = memory;
  }

  /** Nothing happened from the one tick to the other. */
  void pass(long from, long to) {
    double ticks = (double) to - from;
    gpuTime += gpuMilli * ticks;
    cpuTime += cpuMilli * ticks;
    memoryTime += memoryBytes * ticks;
    fragmentedTime += fragmentedMilli * ticks;
    recorder.add(
        from,
        to,
        100 * part(gpuMilli, gpuMilliAll),
        100 * part(cpuMilli, cpuMilliAll),
        100 * part(memoryBytes, memoryAll),
        100 * part(fragmentedMilli, gpuMilliAll),
        waiting,
        running);
  }

  /** How it stands after a plan. */
  void stands(long waitingTasks, double newFragmentedMilli) {
    waiting = waitingTasks;
    fragmentedMilli = newFragmentedMilli;
  }

  void started(Work work, long now) {
    entries.computeIfAbsent(work.id.job(), _ -> new Entry(work.job, now));
    hold(work, 1);
  }

  void stopped(Work work) {
    hold(work, -1);
  }

  private void hold(Work work, int sign) {
    Request request = work.job.spec().request();
    running += sign;
    gpuMilli += sign * gpuMilliOf(request);
    cpuMilli += (long) sign * request.resources().cpuMilli();
    memoryBytes += sign * request.resources().memoryBytes();
  }

  private static long gpuMilliOf(Request request) {
    return (long) request.gpu().count() * request.gpu().milli();
  }

  /** It starts once more, after a failure or not where it was a moment before. */
  void requeued() {
    requeues++;
  }

  void lost(Work work, long ticks) {
    lostGpuTime += (double) gpuMilliOf(work.job.spec().request()) * ticks / GpuRequest.WHOLE;
  }

  void ended(Work work, long now) {
    Entry entry = entries.get(work.id.job());
    if (entry == null || --entry.open < 0) {
      throw new IllegalStateException(work.id + " ends and never began");
    }
    entry.end = now;
  }

  Outcomes outcomes(long end) {
    List<Outcomes.JobOutcome> jobs = new ArrayList<>();
    double second = workload.ticksPerSecond();
    for (Entry entry : entries.values()) {
      if (entry.open == 0) {
        TraceJob job = entry.job;
        long deadline = job.spec().terms().deadlineMillis();
        jobs.add(
            new Outcomes.JobOutcome(
                job.owner(),
                job.arrival() / second,
                entry.firstStart / second,
                entry.end / second,
                job.run() / second,
                deadline > 0 && entry.end > deadline));
      }
    }
    long first = workload.jobs().isEmpty() ? 0 : workload.jobs().getFirst().arrival();
    double span = Math.max(1, end - first);
    return new Outcomes(
        jobs,
        workload.jobs().size() - jobs.size(),
        part(gpuTime, gpuMilliAll * span),
        part(cpuTime, cpuMilliAll * span),
        part(memoryTime, memoryAll * span),
        part(fragmentedTime, gpuMilliAll * span),
        requeues,
        lostGpuTime / second / 3_600,
        recorder.series(end, second));
  }

  private static double part(double used, double all) {
    return all == 0 ? 0 : used / all;
  }
}
