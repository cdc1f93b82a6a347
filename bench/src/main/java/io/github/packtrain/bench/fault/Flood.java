package io.github.packtrain.bench.fault;

import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal;
import io.github.packtrain.protocol.v1.HandlerBody;
import io.github.packtrain.protocol.v1.Job;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.JobState;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.RetryPolicy;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.session.security.PinnedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Eight clients of one user submit job after job, each of a task of a second, to a master with a
 * heap of 512 MB, while a second user submits now and then and looks at the clock. Everything that
 * was acknowledged is there afterwards, before and after a restart, and comes to its end.
 */
final class Flood {
  private static final int CLIENTS = 8;
  private static final int HOSTED = 4;
  private static final int TASK_MILLIS = 1_000;

  /** Of each worker that comes to help when the flood is over. */
  private static final int MORE_CPU_MILLI = 500_000;

  private static final long START_MILLIS = 60_000;
  private static final long END_MILLIS = 400_000;
  private static final long SECOND_USER_PAUSE_MILLIS = 10;
  private static final double SECOND_USER_P99_MILLIS = 100;

  private final FaultReport report;
  private final int slots;
  private final Path directory;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<Double> secondUserMillis = new ArrayList<>();

  Flood(FaultReport report, int slots, Path directory) {
    this.report = report;
    this.slots = slots;
    this.directory = directory;
  }

  void run() throws IOException, InterruptedException, TimeoutException {
    try (Cluster cluster = new Cluster(directory, 10_000, 30_000)) {
      Process master = cluster.launchMaster(List.of("-Xmx512m"));
      cluster.awaitServing(master);
      cluster.startHost("host", cluster.grpcPort(), 0, HOSTED, slots / HOSTED * 1_000);
      PinnedToken second =
          new PinnedToken(
              null,
              Tokens.open(cluster.data()).create("second", Principal.Role.SUBMITTER).secret());
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data());
          MasterCalls secondUser = new MasterCalls(cluster.grpcPort(), second)) {
        Cluster.await("workers", START_MILLIS, () -> Checker.connected(calls) == HOSTED);
        flood(cluster, secondUser);
        check(calls, "the flood");
        report.figure("waiting when the flood was over", waiting(calls));
        cluster.killMaster();
        cluster.awaitServing(cluster.launchMaster(List.of("-Xmx512m")));
        check(calls, "a restart");
        cluster.startHost("more", cluster.grpcPort(), HOSTED, HOSTED, MORE_CPU_MILLI);
        Cluster.await("all jobs to end", END_MILLIS, () -> !calls.hasUnfinishedJobs());
        checkEnds(calls);
      }
      report.figure("processes out of memory", outOfMemory());
    }
  }

  private void flood(Cluster cluster, MasterCalls secondUser)
      throws InterruptedException, IOException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    List<MasterCalls> connections = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data());
      connections.add(calls);
      int client = i;
      clients.add(Thread.ofPlatform().unstarted(() -> submit(calls, client)));
    }
    Thread second = Thread.ofPlatform().unstarted(() -> measure(secondUser, over));
    long began = System.nanoTime();
    clients.forEach(Thread::start);
    second.start();
    for (Thread client : clients) {
      client.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    over.set(true);
    second.join();
    connections.forEach(MasterCalls::close);
    report.figure("acknowledged", acknowledged.size());
    report.figure("submissions per second", Math.round(report.runs() / seconds));
    judgeSecondUser();
  }

  private void submit(MasterCalls calls, int client) {
    for (int i = client; i < report.runs(); i += CLIENTS) {
      acknowledged.add(calls.submit(job("flood-" + i)));
    }
  }

  private void measure(MasterCalls calls, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      long began = System.nanoTime();
      acknowledged.add(calls.submit(job("second-" + i)));
      secondUserMillis.add((System.nanoTime() - began) / 1e6);
      Cluster.pause(SECOND_USER_PAUSE_MILLIS);
    }
  }

  private void judgeSecondUser() {
    List<Double> sorted = secondUserMillis.stream().sorted().toList();
    double p99 = sorted.get((int) Math.min(sorted.size() - 1L, sorted.size() * 99L / 100));
    report.figure("second user: submissions", sorted.size());
    report.figure("second user: p50, ms", round(sorted.get(sorted.size() / 2)));
    report.figure("second user: p99, ms", round(p99));
    report.figure("second user: p99 to reach, ms", SECOND_USER_P99_MILLIS);
  }

  private static double round(double millis) {
    return Math.round(millis * 10) / 10.0;
  }

  private static SubmitJobRequest job(String submission) {
    return SubmitJobRequest.newBuilder()
        .setSubmissionId(submission)
        .setCount(1)
        .setSpec(
            JobSpec.newBuilder()
                .setName("flood")
                .setHandler(
                    HandlerBody.newBuilder()
                        .setName("sleep")
                        .setOptions("{\"millis\":" + TASK_MILLIS + "}"))
                .setRequest(
                    Request.newBuilder().setResources(Resources.newBuilder().setCpuMilli(1_000)))
                .setRetry(RetryPolicy.newBuilder().setMaxLosses(1_000)))
        .build();
  }

  private Map<String, Job> jobs(MasterCalls calls) {
    Map<String, Job> jobs = new TreeMap<>();
    calls.jobs().forEach(job -> jobs.put(job.getId(), job));
    return jobs;
  }

  private static long waiting(MasterCalls calls) {
    return calls.unfinishedJobs().size();
  }

  private void check(MasterCalls calls, String after) {
    Map<String, Job> there = jobs(calls);
    long lost = acknowledged.stream().filter(job -> !there.containsKey(job)).count();
    report.figure("lost after " + after, lost);
    if (lost > 0) {
      report.violation("after " + after + " " + lost + " acknowledged jobs are gone");
    }
    if (there.size() != acknowledged.size()) {
      report.violation(
          "after %s there are %d jobs, acknowledged were %d"
              .formatted(after, there.size(), acknowledged.size()));
    }
  }

  private void checkEnds(MasterCalls calls) {
    for (Job job : jobs(calls).values()) {
      if (job.getState() != JobState.JOB_COMPLETED || job.getTasks().getCompleted() != 1) {
        report.violation(job.getId() + " ended as " + job.getState() + ": " + job.getTasks());
      }
    }
  }

  private long outOfMemory() throws IOException {
    long found = 0;
    for (String log : List.of("master.log", "host.log")) {
      String text = Files.readString(directory.resolve(log));
      if (text.contains("OutOfMemoryError")) {
        found++;
        report.violation(log + " says OutOfMemoryError");
      }
    }
    return found;
  }
}
