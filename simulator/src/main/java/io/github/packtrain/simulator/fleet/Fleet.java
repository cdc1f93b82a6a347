package io.github.packtrain.simulator.fleet;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Experiment;
import io.github.packtrain.simulator.trace.TraceJob;
import io.github.packtrain.simulator.trace.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Unlike machines and the work for them, by seed.
 *
 * @param machines kinds of machines, in order
 * @param families names that tasks go by
 * @param factorSigma of the logarithm of how much faster a family is on a hardware than its speed
 * @param warmFaster by how much it is faster where its family ran within {@code warmMinutes}
 * @param flakyWorkers part of the workers that fail {@code flakyFails} of their tasks halfway
 * @param medianSeconds of the tasks' lengths at speed 1
 * @param sigma of their logarithms
 * @param cpuOnly part of the tasks that need no GPU
 * @param load part of what all GPUs can do at their speeds that the tasks need on average
 */
public record Fleet(
    List<Machines> machines,
    List<String> families,
    double factorSigma,
    double warmFaster,
    double warmMinutes,
    double flakyWorkers,
    double flakyFails,
    int tasks,
    double medianSeconds,
    double sigma,
    double cpuOnly,
    double load) {
  private static final long GIB = 1L << 30;
  private static final int ATTEMPTS_MAX = 100;
  private static final long OVERHEAD_TICKS = 0;

  /** Seeds of what is drawn apart, so that one does not move the other. */
  private static final long WORLD_SALT = 7_919;

  public Fleet {
    machines = List.copyOf(machines);
    families = List.copyOf(families);
  }

  /**
   * Machines that are alike.
   *
   * @param hardware what the factors go by
   * @param gpus of each, 0 for none
   * @param speed of a GPU
   */
  public record Machines(
      int count, String hardware, int cores, int gpus, int gpuMemoryGib, double speed) {}

  /** The same with so many tasks. */
  public Fleet withTasks(int newTasks) {
    return new Fleet(
        machines,
        families,
        factorSigma,
        warmFaster,
        warmMinutes,
        flakyWorkers,
        flakyFails,
        newTasks,
        medianSeconds,
        sigma,
        cpuOnly,
        load);
  }

  /** The machines alone. */
  public List<WorkerSpec> workers() {
    List<WorkerSpec> workers = new ArrayList<>();
    for (Machines each : machines) {
      for (int i = 0; i < each.count; i++) {
        workers.add(worker(each, workers.size() + 1));
      }
    }
    return workers;
  }

  /** The work of this seed, and its world. */
  public Experiment.Course of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Machines> kinds = new ArrayList<>();
    machines.forEach(each -> kinds.addAll(Collections.nCopies(each.count, each)));
    List<TraceJob> jobs = new ArrayList<>(tasks);
    double gap = gapSeconds();
    double at = 0;
    for (int i = 0; i < tasks; i++) {
      at += -StrictMath.log(1 - random.nextDouble()) * gap;
      jobs.add(job(i, at, random));
    }
    Workload workload = new Workload("fleet-" + seed, jobs, workers(), Workload.MILLIS);
    return new Experiment.Course(workload, new FleetWorld(this, kinds, seed + WORLD_SALT));
  }

  /** Between arrivals on average. */
  private double gapSeconds() {
    double speed = machines.stream().mapToDouble(m -> m.count * m.gpus * m.speed).sum();
    double meanSeconds = medianSeconds * StrictMath.exp(sigma * sigma / 2);
    return (1 - cpuOnly) * meanSeconds / (load * speed);
  }

  private TraceJob job(int number, double atSeconds, SplittableRandom random) {
    String family = families.get(random.nextInt(families.size()));
    boolean cpu = random.nextDouble() < cpuOnly;
    double seconds = medianSeconds * StrictMath.exp(sigma * random.nextGaussian());
    Request request =
        new Request(
            new Resources(1_000, 0, 0), cpu ? GpuRequest.NONE : GpuRequest.whole(1), Map.of());
    Profile profile = new Profile("", family, family, Profile.SIZE_USUAL_MILLI, 0, List.of());
    JobSpec spec =
        JobSpec.of("train", request, new TaskBody.Handler("train", "{}"))
            .withTerms(Terms.NONE.withProfile(profile))
            .withRetry(new RetryPolicy(ATTEMPTS_MAX, 0, 0, ATTEMPTS_MAX));
    long run = Math.max(1, (long) (seconds * Workload.MILLIS));
    long arrival = (long) (atSeconds * Workload.MILLIS);
    return new TraceJob("task" + number, "ann", spec, 1, arrival, run, OVERHEAD_TICKS);
  }

  private static WorkerSpec worker(Machines kind, int number) {
    String name = kind.hardware + "-" + number;
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < kind.gpus; i++) {
      devices.add(
          new Device(
              name + "/" + i,
              i,
              Vendor.NVIDIA,
              kind.hardware,
              kind.gpuMemoryGib * GIB,
              80,
              0,
              "",
              true));
    }
    return WorkerSpec.of(name, new Resources(1_000 * kind.cores, 64 * GIB, 0), devices);
  }
}
