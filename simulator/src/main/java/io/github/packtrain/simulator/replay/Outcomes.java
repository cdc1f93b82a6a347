package io.github.packtrain.simulator.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What came of a replay.
 *
 * @param jobs those that ended, in order of arrival
 * @param unfinished jobs that never ended: no worker could ever run them, or they failed
 * @param gpuShare part of all GPU time that was allocated, from the first arrival to the last end
 * @param requeues how often a task that had begun went back to its queue and began once more: taken
 *     back, failed, or ended with its gang
 * @param fragmentedShare part of all GPU time that was free and of no use to what is asked for
 * @param lostGpuHours of work that had to be done again, and of interruptions
 * @param series how the cluster stood over time
 */
public record Outcomes(
    List<JobOutcome> jobs,
    int unfinished,
    double gpuShare,
    double cpuShare,
    double memoryShare,
    double fragmentedShare,
    long requeues,
    double lostGpuHours,
    Series series) {
  static final Outcomes NONE = new Outcomes(List.of(), 0, 0, 0, 0, 0, 0, 0, Series.NONE);

  /** Shorter jobs count as that long in slowdowns, as in the field. */
  private static final double SLOWDOWN_BOUND_SECONDS = 10;

  public Outcomes {
    jobs = List.copyOf(jobs);
  }

  /** One job; times in seconds from the beginning of the trace. */
  public record JobOutcome(
      String owner, double arrival, double start, double end, double run, boolean late) {
    double waited() {
      return start - arrival;
    }

    double completion() {
      return end - arrival;
    }

    double slowdown() {
      return Math.max(1, completion() / Math.max(run, SLOWDOWN_BOUND_SECONDS));
    }
  }

  /** Average time to completion in seconds. */
  public double averageCompletion() {
    return mean(sorted(JobOutcome::completion));
  }

  /** From the first arrival to the last end, in seconds. */
  public double makespan() {
    double first = jobs.stream().mapToDouble(JobOutcome::arrival).min().orElse(0);
    return jobs.stream().mapToDouble(JobOutcome::end).max().orElse(0) - first;
  }

  /** All of it by name, as it is reported. */
  public Map<String, Double> metrics() {
    TreeMap<String, Double> metrics = new TreeMap<>();
    put(metrics, "WaitSeconds", sorted(JobOutcome::waited));
    put(metrics, "JctSeconds", sorted(JobOutcome::completion));
    put(metrics, "Slowdown", sorted(JobOutcome::slowdown));
    metrics.put("makespanSeconds", makespan());
    metrics.put("gpuUtilisationPercent", 100 * gpuShare);
    metrics.put("unallocatedGpuPercent", 100 * (1 - gpuShare));
    metrics.put("fragmentedGpuPercent", 100 * fragmentedShare);
    metrics.put("cpuUtilisationPercent", 100 * cpuShare);
    metrics.put("memoryUtilisationPercent", 100 * memoryShare);
    metrics.put("jainFairness", jain(sorted(JobOutcome::slowdown)));
    metrics.put("deadlineMisses", (double) jobs.stream().filter(JobOutcome::late).count());
    metrics.put("requeues", (double) requeues);
    metrics.put("lostGpuHours", lostGpuHours);
    metrics.put("unfinishedJobs", (double) unfinished);
    return metrics;
  }

  /** The shortest first; likewise the others. */
  List<Double> waitSeconds() {
    return DoubleStream.of(sorted(JobOutcome::waited)).boxed().toList();
  }

  List<Double> completionSeconds() {
    return DoubleStream.of(sorted(JobOutcome::completion)).boxed().toList();
  }

  List<Double> slowdowns() {
    return DoubleStream.of(sorted(JobOutcome::slowdown)).boxed().toList();
  }

  private interface Figure {
    double of(JobOutcome job);
  }

  private double[] sorted(Figure figure) {
    return jobs.stream().mapToDouble(figure::of).sorted().toArray();
  }

  private static void put(Map<String, Double> metrics, String what, double[] sorted) {
    metrics.put("avg" + what, mean(sorted));
    metrics.put("p50" + what, quantile(sorted, 0.5));
    metrics.put("p95" + what, quantile(sorted, 0.95));
    metrics.put("p99" + what, quantile(sorted, 0.99));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? 0 : sum / values.length;
  }

  static double quantile(double[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
  }

  /** 1 when all are served alike, 1/n when one gets all: of the jobs' speeds, not slowdowns. */
  private static double jain(double[] slowdowns) {
    double sum = 0;
    double squares = 0;
    for (double slowdown : slowdowns) {
      double speed = 1 / slowdown;
      sum += speed;
      squares += speed * speed;
    }
    return squares == 0 ? 1 : sum * sum / (slowdowns.length * squares);
  }
}
