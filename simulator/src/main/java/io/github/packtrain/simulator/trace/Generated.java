package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up workloads: Poisson arrivals, lognormal run times, sizes by weight, estimates that are too
 * long as people's are. The same seed gives the same jobs.
 *
 * @param jobs how many
 * @param workers how many, each with {@code gpusPerWorker} devices
 * @param load part of all devices that the jobs need on average, such as 0.9
 * @param medianSeconds of the run times
 * @param sigma of their logarithms
 * @param estimateFactor estimates are that much too long at most, 1 for exact ones; 0 for none
 * @param owners how many submit, the first more than the others
 */
public record Generated(
    int jobs,
    int workers,
    int gpusPerWorker,
    double load,
    double medianSeconds,
    double sigma,
    double estimateFactor,
    int owners) {
  /** Devices asked for, and how often. */
  private static final int[] SIZES = {1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 16};

  private static final long GIB = 1L << 30;
  private static final long DEADLINE_FACTOR = 4;

  /** 2 000 jobs on 16 workers with 8 devices, at nine tenths of what they can do. */
  public static final Generated DEFAULT = new Generated(2_000, 16, 8, 0.9, 600, 1.5, 3, 4);

  /** The same with so many jobs, at that load. */
  public Generated withJobs(int newJobs, double newLoad) {
    return new Generated(
        newJobs, workers, gpusPerWorker, newLoad, medianSeconds, sigma, estimateFactor, owners);
  }

  /** The same for so many machines of so many devices. */
  public Generated on(int newWorkers, int newGpusPerWorker) {
    return new Generated(
        jobs, newWorkers, newGpusPerWorker, load, medianSeconds, sigma, estimateFactor, owners);
  }

  /** The jobs of this seed. */
  public Workload of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TraceJob> made = new ArrayList<>(jobs);
    double meanSize = IntStream.of(SIZES).average().orElse(1);
    double meanSeconds = medianSeconds * StrictMath.exp(sigma * sigma / 2);
    double gap = meanSize * meanSeconds / (load * workers * gpusPerWorker);
    double at = 0;
    for (int i = 0; i < jobs; i++) {
      at += -StrictMath.log(1 - random.nextDouble()) * gap;
      made.add(job(i, at, random));
    }
    List<WorkerSpec> fleet =
        IntStream.range(0, workers).mapToObj(i -> worker("w" + i, gpusPerWorker)).toList();
    return new Workload("generated-" + seed, made, fleet, Workload.MILLIS);
  }

  private TraceJob job(int number, double atSeconds, SplittableRandom random) {
    int gpus = Math.min(SIZES[random.nextInt(SIZES.length)], workers * gpusPerWorker);
    int tasks = (gpus + gpusPerWorker - 1) / gpusPerWorker;
    double seconds = medianSeconds * StrictMath.exp(sigma * random.nextGaussian());
    long run = Math.max(1, (long) (seconds * Workload.MILLIS));
    long arrival = (long) (atSeconds * Workload.MILLIS);
    double over = 1 + (estimateFactor - 1) * random.nextDouble();
    long estimate = estimateFactor == 0 ? 0 : (long) (run * over);
    long deadline =
        arrival
            + DEADLINE_FACTOR * (long) (medianSeconds * Workload.MILLIS)
            + DEADLINE_FACTOR * run;
    int owner = random.nextInt(3) == 0 ? random.nextInt(owners) : 0;
    Request request =
        new Request(
            new Resources(1_000 * (gpus / tasks), 0, 0), GpuRequest.whole(gpus / tasks), Map.of());
    JobSpec spec =
        JobSpec.of("job" + number, request, new TaskBody.Handler("sleep", "{}"))
            .withTerms(new Terms(estimate, deadline, tasks > 1, true, ""));
    return new TraceJob(spec.name(), "owner" + owner, spec, tasks, arrival, run, 5_000);
  }

  private static WorkerSpec worker(String name, int gpus) {
    List<Device> devices =
        IntStream.range(0, gpus)
            .mapToObj(
                i ->
                    new Device(name + "-" + i, i, Vendor.NVIDIA, "A100", 80 * GIB, 80, 0, "", true))
            .toList();
    return WorkerSpec.of(name, new Resources(8_000 * Math.max(1, gpus), 64 * GIB, 0), devices);
  }
}
