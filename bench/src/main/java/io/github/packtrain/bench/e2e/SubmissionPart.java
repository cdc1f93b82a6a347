package io.github.packtrain.bench.e2e;

import io.github.packtrain.protocol.v1.SubmitJobsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Submission alone: acknowledged is durable. No worker is there. */
record SubmissionPart(int tasks, int singles) implements Part {
  private static final int BATCH = 1_000;
  private static final int JOBS = 500;
  private static final int ON_THE_WAY = 8;
  private static final int CLIENTS = 8;

  @Override
  public String name() {
    return "submit";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> batches = new ArrayList<>();
    List<Double> jobs = new ArrayList<>();
    List<Double> single = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("");
      try (Calls calls = here.calls()) {
        batches(calls, "warm-b", tasks / 2);
        jobs(calls, "warm-j", tasks / 5);
        singles(here, "warm-s", singles);
        for (int round = 0; round < rounds; round++) {
          batches.add(tasks / batches(calls, "b" + round + "-", tasks));
          jobs.add(tasks / 2 / jobs(calls, "j" + round + "-", tasks / 2));
          single.add(singles / singles(here, "s" + round + "-", singles));
        }
      }
    }
    return List.of(
        Figure.atLeast(
            "submit.batches", "tasks submitted, 1000 distinct in a job", "tasks/s", batches, 1e5),
        Figure.beside("submit.jobs", "one-task jobs submitted, 500 in a request", "jobs/s", jobs),
        Figure.atLeast(
            "submit.single", "jobs submitted one by one by 8 clients", "jobs/s", single, 3_000));
  }

  private static double batches(Calls calls, String name, int tasks) throws InterruptedException {
    long from = System.nanoTime();
    calls.submit(
        tasks / BATCH, ON_THE_WAY, i -> Calls.distinct(Calls.noop(), name + i, i * BATCH, BATCH));
    return (System.nanoTime() - from) / 1e9;
  }

  private static double jobs(Calls calls, String name, int tasks) throws InterruptedException {
    long from = System.nanoTime();
    calls.submitAll(
        tasks / JOBS,
        ON_THE_WAY,
        i -> {
          SubmitJobsRequest.Builder all = SubmitJobsRequest.newBuilder();
          for (int j = i * JOBS; j < (i + 1) * JOBS; j++) {
            all.addJobs(Calls.single(Calls.noop(), name + j, j));
          }
          return all.build();
        });
    return (System.nanoTime() - from) / 1e9;
  }

  private static double singles(Installation here, String name, int count) throws Exception {
    List<Calls> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(here.calls());
        clients.get(client).workers(); // connects
      }
      long from = System.nanoTime();
      List<Future<Integer>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        all.add(threads.submit(one(clients.get(client), name + client + "-", count / CLIENTS)));
      }
      for (Future<Integer> each : all) {
        each.get();
      }
      return (System.nanoTime() - from) / 1e9;
    } finally {
      clients.forEach(Calls::close);
    }
  }

  private static Callable<Integer> one(Calls calls, String name, int count) {
    return () -> {
      for (int i = 0; i < count; i++) {
        calls.submit(Calls.single(Calls.noop(), name + i, i));
      }
      return count;
    };
  }
}
