package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.protocol.v1.EventServiceGrpc;
import io.github.packtrain.protocol.v1.Events;
import io.github.packtrain.protocol.v1.WatchEventsRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What open event streams that read everything cost the threads which decide: processor time of the
 * loop and the journal, and of the planner, per task, with them to without. Tasks come at a steady
 * rate that leaves the machine room.
 *
 * @param tasks of each run; a round has a run with streams and one without
 */
record StreamsPart(int tasks, int streams) implements Part {
  private static final int WARM_UP = 10_000;
  private static final int BATCH = 100;
  private static final int TASKS_PER_SECOND = 2_000;
  private static final long READ_MILLIS = 120_000;

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> writer = new ArrayList<>();
    List<Double> planner = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    try (Installation here = Installation.create()) {
      here.startMaster("");
      here.startWorker("w1", List.of("--handlers-only", "--cpus", "2"));
      try (Calls calls = here.calls()) {
        calls.awaitWorkers(1, 30_000);
        NoopPart.run(calls, "warm", 5 * WARM_UP);
        watched(here, calls, "warm-watched", WARM_UP);
        for (int round = 0; round < rounds; round++) {
          // The order changes, so that what grows with time favours neither.
          boolean watchedFirst = round % 2 == 1;
          Cost first = one(here, calls, "a" + round, watchedFirst);
          Cost second = one(here, calls, "b" + round, !watchedFirst);
          Cost with = watchedFirst ? first : second;
          Cost without = watchedFirst ? second : first;
          writer.add(with.writer / without.writer);
          planner.add(with.planner / without.planner);
          all.add(with.all / without.all);
          rates.add(with.rate / without.rate);
        }
      }
    }
    String beside = streams + " open event streams to none, ";
    return List.of(
        Figure.atMost("streams.writer", beside + "loop and journal", "ratio", writer, 1.05),
        Figure.atMost("streams.planner", beside + "planner", "ratio", planner, 1.05),
        Figure.beside("streams.master-cpu", beside + "the whole master", "ratio", all),
        Figure.beside("streams.rate", beside + "tasks per second", "ratio", rates));
  }

  /** Processor time per task in nanoseconds, and tasks per second. */
  private record Cost(double writer, double planner, double all, double rate) {}

  private Cost one(Installation here, Calls calls, String name, boolean watched) throws Exception {
    return watched ? watched(here, calls, name, tasks) : plain(here, calls, name, tasks);
  }

  private static Cost plain(Installation here, Calls calls, String name, int tasks)
      throws Exception {
    Threads before = Threads.of(here.process("master").pid());
    double seconds = paced(calls, name, tasks);
    return Threads.of(here.process("master").pid()).since(before, tasks, seconds);
  }

  /** Tasks come at a steady rate: the machine is not full, so the readers take nobody's time. */
  private static double paced(Calls calls, String name, int tasks) {
    long from = System.nanoTime();
    List<String> jobs = new ArrayList<>();
    for (int first = 0; first < tasks; first += BATCH) {
      jobs.add(calls.submit(Calls.distinct(Calls.noop(), name + first + "-", first, BATCH)));
      long due = from + (first + BATCH) * 1_000_000_000L / TASKS_PER_SECOND;
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
    jobs.forEach(calls::awaitCompleted);
    return (System.nanoTime() - from) / 1e9;
  }

  private Cost watched(Installation here, Calls calls, String name, int tasks) throws Exception {
    List<Reader> readers = new ArrayList<>();
    try (Calls other = here.calls()) {
      for (int i = 0; i < streams; i++) {
        Reader reader = new Reader();
        EventServiceGrpc.newStub(other.channel())
            .watchEvents(WatchEventsRequest.getDefaultInstance(), reader);
        readers.add(reader);
      }
      Installation.await(
          "open streams", READ_MILLIS, () -> readers.stream().allMatch(reader -> reader.open));
      Threads before = Threads.of(here.process("master").pid());
      double seconds = paced(calls, name, tasks);
      // Placed and ended at least, for each task: nothing is left out for anybody.
      Installation.await(
          "events of " + tasks + " tasks",
          READ_MILLIS,
          () -> readers.stream().allMatch(reader -> reader.events.get() >= 2L * tasks));
      Cost cost = Threads.of(here.process("master").pid()).since(before, tasks, seconds);
      readers.forEach(Reader::cancel);
      return cost;
    }
  }

  /** Reads all and keeps nothing. */
  private static final class Reader implements ClientResponseObserver<WatchEventsRequest, Events> {
    private final AtomicLong events = new AtomicLong();
    private @Nullable ClientCallStreamObserver<WatchEventsRequest> call;
    private volatile boolean open;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchEventsRequest> started) {
      call = started;
    }

    @Override
    public void onNext(Events more) {
      events.addAndGet(more.getEventsCount());
      open = true;
    }

    @Override
    public void onError(Throwable failure) {
      open = false;
    }

    @Override
    public void onCompleted() {
      open = false;
    }

    void cancel() {
      if (call != null) {
        call.cancel("enough", null);
      }
    }
  }

  /** Processor time of a process's threads so far, by their names, in nanoseconds. */
  private record Threads(TreeMap<String, Long> nanos) {
    static Threads of(long pid) throws IOException {
      TreeMap<String, Long> nanos = new TreeMap<>();
      Path tasks = Path.of("/proc/" + pid + "/task");
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
        for (Path thread : threads) {
          // First field: time on the processor in nanoseconds, finer than the ticks of stat.
          String[] times = read(thread.resolve("schedstat")).split(" ");
          nanos.merge(read(thread.resolve("comm")), Long.parseLong(times[0]), Long::sum);
        }
      }
      return new Threads(nanos);
    }

    private static String read(Path file) throws IOException {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    private double named(String name) {
      return nanos.getOrDefault(name, 0L);
    }

    private double all() {
      return nanos.values().stream().mapToDouble(Long::doubleValue).sum();
    }

    Cost since(Threads before, int tasks, double seconds) {
      double loop = named("loop") - before.named("loop");
      double journal = named("journal") - before.named("journal");
      double planner = named("planner") - before.named("planner");
      return new Cost(
          (loop + journal) / tasks,
          planner / tasks,
          (all() - before.all()) / tasks,
          tasks / seconds);
    }
  }
}
