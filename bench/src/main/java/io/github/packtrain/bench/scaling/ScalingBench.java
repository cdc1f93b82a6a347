package io.github.packtrain.bench.scaling;

import com.google.protobuf.Timestamp;
import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.DelayProxy;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * Scaling: sleeping tasks of uniform 0.8–1.2 s on 50 workers with real sessions over gRPC, 5 ms
 * added to each round trip.
 *
 * <ul>
 *   <li><b>efficiency</b>: the time that the tasks would take if no worker ever waited, to the time
 *       that they took
 *   <li><b>utilisation</b>: the workers' time spent in tasks, from the first start to the moment
 *       when fewer tasks are left than workers, to all of their time
 *   <li><b>communication overhead</b>: the mean gap between two tasks on a worker, to the mean task
 *       with its gap
 *   <li><b>heartbeats</b>: processor time of the master while all are idle, to one core
 * </ul>
 */
public final class ScalingBench {
  private static final long ONE_WAY_NANOS = 2_500_000;
  private static final int WORKERS = 50;
  private static final int HOSTS = 2;
  private static final int TASKS = 2_000;
  private static final int MILLIS_MIN = 800;
  private static final int MILLIS_MAX = 1_200;
  private static final long IDLE_MILLIS = 20_000;
  private static final long WAIT_MILLIS = 180_000;

  private ScalingBench() {}

  /** What one run measured; shares from 0 to 1. */
  public record Figures(
      double efficiency,
      double utilisation,
      double overhead,
      double heartbeatShare,
      int tasks,
      int workers) {
    boolean reached() {
      return efficiency >= 0.95 && utilisation >= 0.95 && overhead < 0.05 && heartbeatShare < 0.01;
    }
  }

  /** Ends with status 1 when a figure is missed. */
  public static void main(String[] args)
      throws IOException, InterruptedException, TimeoutException {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : TASKS;
    Figures figures = run(tasks, WORKERS, IDLE_MILLIS, 1);
    System.out.printf(
        "%d sleeping tasks of %d-%d ms on %d workers, 5 ms added round trip%n",
        figures.tasks, MILLIS_MIN, MILLIS_MAX, figures.workers);
    System.out.printf(
        "  efficiency               %6.2f %%   to reach: at least 95 %%%n",
        100 * figures.efficiency);
    System.out.printf(
        "  worker utilisation       %6.2f %%   to reach: at least 95 %%%n",
        100 * figures.utilisation);
    System.out.printf(
        "  communication overhead   %6.2f %%   to reach: below 5 %%%n", 100 * figures.overhead);
    System.out.printf(
        "  heartbeats, of one core  %6.2f %%   to reach: below 1 %%%n",
        100 * figures.heartbeatShare);
    System.exit(figures.reached() ? 0 : 1);
  }

  /** One run on a cluster of its own in a temporary directory. */
  public static Figures run(int tasks, int workers, long idleMillis, long seed)
      throws IOException, InterruptedException, TimeoutException {
    Path directory = Files.createTempDirectory("packtrain-scaling-");
    try (Cluster cluster = new Cluster(directory, 10_000, 30_000)) {
      cluster.startMaster();
      try (DelayProxy wire = DelayProxy.open(cluster.grpcPort(), ONE_WAY_NANOS);
          MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        int each = workers / HOSTS;
        for (int host = 0; host < HOSTS; host++) {
          cluster.startHost(
              "host" + host,
              wire.port(),
              host * each,
              host == HOSTS - 1 ? workers - host * each : each);
        }
        Cluster.await("the workers", WAIT_MILLIS, () -> calls.workers().size() == workers);
        double heartbeatShare = idleShare(cluster, idleMillis);
        String job = calls.submit(job(tasks, seed));
        Cluster.await("the tasks", WAIT_MILLIS, () -> MasterCalls.hasEnded(calls.job(job)));
        Job ended = calls.job(job);
        if (ended.getState() != JobState.JOB_COMPLETED) {
          throw new IllegalStateException("the job ended as " + ended.getState());
        }
        return figures(calls.tasks(job), workers, heartbeatShare);
      }
    }
  }

  private static double idleShare(Cluster cluster, long idleMillis) {
    if (idleMillis == 0) {
      return 0;
    }
    Duration before = cpu(cluster);
    Cluster.pause(idleMillis);
    return (double) cpu(cluster).minus(before).toMillis() / idleMillis;
  }

  private static Duration cpu(Cluster cluster) {
    return cluster.master().toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static SubmitJobRequest job(int tasks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SubmitJobRequest.Builder request =
        SubmitJobRequest.newBuilder().setSubmissionId("scaling").setCount(tasks);
    for (int i = 0; i < tasks; i++) {
      request.addParams("{\"millis\":" + random.nextInt(MILLIS_MIN, MILLIS_MAX + 1) + "}");
    }
    return request
        .setSpec(
            JobSpec.newBuilder()
                .setName("scaling")
                .setHandler(HandlerBody.newBuilder().setName("sleep"))
                .setRequest(
                    Request.newBuilder().setResources(Resources.newBuilder().setCpuMilli(1_000))))
        .build();
  }

  /** A task's time on its worker, in milliseconds of the master's clock. */
  private record Span(long placed, long ended, long ran) {}

  private static Figures figures(List<Task> tasks, int workers, double heartbeatShare) {
    Map<String, List<Span>> byWorker = new TreeMap<>();
    List<Long> ends = new ArrayList<>();
    long work = 0;
    long first = Long.MAX_VALUE;
    for (Task task : tasks) {
      Attempt attempt = task.getAttempts(task.getAttemptsCount() - 1);
      Span span =
          new Span(
              millis(attempt.getPlacedAt()),
              millis(attempt.getEndedAt()),
              attempt.getResult().getRunMillis());
      byWorker.computeIfAbsent(attempt.getWorker(), _ -> new ArrayList<>()).add(span);
      ends.add(span.ended);
      work += span.ran;
      first = Math.min(first, span.placed);
    }
    ends.sort(null);
    long makespan = ends.getLast() - first;
    double efficiency = (double) work / workers / makespan;
    // From here on there is not a task for every worker any more.
    long drain = ends.get(Math.max(0, ends.size() - workers));
    double gap = 0;
    int gaps = 0;
    double busy = 0;
    for (List<Span> spans : byWorker.values()) {
      spans.sort((a, b) -> Long.compare(a.ended, b.ended));
      long before = first;
      for (Span span : spans) {
        if (span.ended <= drain) {
          busy += span.ran;
          gap += span.ended - before - span.ran;
          gaps++;
        } else {
          busy += Math.max(0, drain - (span.ended - span.ran));
        }
        before = span.ended;
      }
    }
    double utilisation = busy / ((double) workers * (drain - first));
    double meanGap = gap / Math.max(1, gaps);
    double meanRun = (double) work / tasks.size();
    return new Figures(
        efficiency,
        utilisation,
        meanGap / (meanGap + meanRun),
        heartbeatShare,
        tasks.size(),
        byWorker.size());
  }

  private static long millis(Timestamp at) {
    return at.getSeconds() * 1_000 + at.getNanos() / 1_000_000;
  }
}
