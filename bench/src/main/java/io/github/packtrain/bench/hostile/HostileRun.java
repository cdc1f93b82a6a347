package io.github.packtrain.bench.hostile;

import com.google.protobuf.Timestamp;
import io.github.packtrain.bench.cluster.Cluster;
import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.protocol.v1.Attempt;
import io.github.packtrain.protocol.v1.CommandBody;
import io.github.packtrain.protocol.v1.JobSpec;
import io.github.packtrain.protocol.v1.Request;
import io.github.packtrain.protocol.v1.Resources;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.protocol.v1.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * One run: neighbours alone, then hostile tasks with neighbours among them, then a look at what is
 * left.
 */
public final class HostileRun {
  private static final long HEARTBEAT_MILLIS = 1_000;
  private static final long LOST_AFTER_MILLIS = 20_000;
  private static final long END_MILLIS = 900_000;
  private static final long START_MILLIS = 30_000;
  private static final long CLEAN_MILLIS = 2_000;
  private static final int GRACE_MILLIS = 300;

  /** Each leaves thousands of processes, whose exits take the kernel a second of processor time. */
  private static final int STORMS_AT_ONCE = 2;

  /** Those that end by themselves have the disk and two processors to share. */
  private static final long ENDS_MILLIS = 600_000;

  private static final int NEIGHBOURS_ALONE = 5;
  private static final long TASK_MEMORY_BYTES = 64 << 20;
  private static final String STAY = "trap '' TERM HUP INT; while :; do sleep 1; done\n";

  /** A fixed work, and the processor time that it took in hundredths of a second. */
  private static final String NEIGHBOUR =
      """
      i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done
      read -r pid name state parent group session tty tpgid flags a b c d user system rest \
        < /proc/$$/stat
      echo "{\\"result\\": {\\"ticks\\": $((user + system))}}" >> "$PACKTRAIN_EVENTS"
      """;

  private final Path directory;
  private final int tasks;
  private final long floodBytes;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param directory of the run; it stays afterwards
   * @param tasks hostile ones, about
   * @param floodBytes output of the first that floods; each other one writes a fiftieth of that
   */
  public HostileRun(Path directory, int tasks, long floodBytes) {
    this.directory = directory;
    this.tasks = tasks;
    this.floodBytes = floodBytes;
  }

  /**
   * What the run saw.
   *
   * @param slowestMillis from the end of its grace until an attempt and all of its processes were
   *     gone and recorded, the worst of each kind
   * @param aloneTicks processor time of the neighbour's work, the median, in hundredths of a second
   * @param amongTicks the same beside hostile tasks
   * @param seconds that the hostile part took
   * @param faults what should not be
   */
  public record Report(
      int tasks,
      int left,
      Map<Misdeed, Long> slowestMillis,
      double aloneTicks,
      double amongTicks,
      double seconds,
      List<String> faults) {
    /** The slowest of all. */
    public long worstMillis() {
      return slowestMillis.values().stream().mapToLong(millis -> millis).max().orElse(0);
    }

    /** How much more processor time the neighbour's work took: 0.1 for a tenth. */
    public double neighbourCost() {
      return aloneTicks == 0 ? 0 : amongTicks / aloneTicks - 1;
    }
  }

  public Report run() throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(directory);
    Path stay = Files.writeString(directory.resolve("stay.sh"), STAY);
    try (Cluster cluster =
        new Cluster(directory.resolve("c"), HEARTBEAT_MILLIS, LOST_AFTER_MILLIS)) {
      cluster.startMaster();
      cluster.startWorker("a", List.of("--cpus", "8", "--memory", "4GiB", "--gpus", "none"));
      try (MasterCalls calls = new MasterCalls(cluster.grpcPort(), cluster.data())) {
        Cluster.await("the worker", START_MILLIS, () -> !calls.workers().isEmpty());
        double alone = neighbours(calls, "alone", NEIGHBOURS_ALONE);
        long started = System.nanoTime();
        Map<Misdeed, String> jobs = submit(calls, stay);
        double among = neighbours(calls, "among", Math.max(NEIGHBOURS_ALONE, tasks / 20));
        Cluster.await(
            "all tasks to end",
            END_MILLIS,
            () -> jobs.values().stream().allMatch(id -> MasterCalls.hasEnded(calls.job(id))));
        double seconds = (System.nanoTime() - started) / 1e9;
        Cluster.pause(CLEAN_MILLIS);
        List<String> left = left(stay);
        left.forEach(line -> faults.add("is left: " + line));
        int count = 0;
        Map<Misdeed, Long> slowest = new EnumMap<>(Misdeed.class);
        for (Map.Entry<Misdeed, String> job : jobs.entrySet()) {
          List<Task> ended = calls.tasks(job.getValue());
          count += ended.size();
          long took = check(job.getKey(), ended);
          slowest.put(job.getKey(), took);
        }
        checkFiles(cluster.workerDirectory("a"));
        return new Report(count, left.size(), slowest, alone, among, seconds, List.copyOf(faults));
      }
    }
  }

  private Map<Misdeed, String> submit(MasterCalls calls, Path stay) {
    Map<Misdeed, String> jobs = new EnumMap<>(Misdeed.class);
    for (Misdeed misdeed : Misdeed.values()) {
      JobSpec.Builder job =
          job(misdeed.name(), misdeed.script(), 250)
              .setTimeLimitMillis(
                  misdeed.timeLimitMillis() > 0 ? misdeed.timeLimitMillis() : ENDS_MILLIS)
              .setGraceMillis(GRACE_MILLIS);
      job.getCommandBuilder()
          .putEnvironment("STAY", stay.toString())
          .putEnvironment("FLOOD_BYTES", Long.toString(floodBytes));
      if (misdeed == Misdeed.FORK_STORM) {
        job.setMaxParallel(STORMS_AT_ONCE);
      }
      jobs.put(misdeed, submit(calls, job, misdeed.share(tasks)));
    }
    return jobs;
  }

  private static String submit(MasterCalls calls, JobSpec.Builder job, int count) {
    return calls.submit(
        SubmitJobRequest.newBuilder()
            .setSubmissionId(job.getName())
            .setCount(count)
            .setSpec(job)
            .build());
  }

  private static JobSpec.Builder job(String name, String script, int cpuMilli) {
    return JobSpec.newBuilder()
        .setName(name.toLowerCase(Locale.ROOT).replace('_', '-'))
        .setCommand(CommandBody.newBuilder().addArgv("sh").addArgv("-c").addArgv(script))
        .setRequest(
            Request.newBuilder()
                .setResources(
                    Resources.newBuilder()
                        .setCpuMilli(cpuMilli)
                        .setMemoryBytes(TASK_MEMORY_BYTES)));
  }

  /** The median processor time of the neighbour's work, one after the other. */
  private double neighbours(MasterCalls calls, String name, int count) throws TimeoutException {
    String job =
        submit(
            calls,
            job("neighbour-" + name, NEIGHBOUR, 1_000)
                .setPriority(100)
                .setMaxParallel(1)
                .addRequiredMetrics("ticks"),
            count);
    Cluster.await("neighbours " + name, END_MILLIS, () -> MasterCalls.hasEnded(calls.job(job)));
    List<Double> ticks = new ArrayList<>();
    for (Task task : calls.tasks(job)) {
      double took = task.getMetricsOrDefault("ticks", -1);
      if (took < 0) {
        faults.add(
            "neighbour " + task.getId() + " did not come to its end: " + task.getAttemptsList());
      } else {
        ticks.add(took);
      }
    }
    ticks.sort(null);
    return ticks.isEmpty() ? 0 : ticks.get(ticks.size() / 2);
  }

  /** Answers how long the slowest took beyond its limit and grace. */
  private long check(Misdeed misdeed, List<Task> ended) {
    long slowest = 0;
    for (Task task : ended) {
      Attempt attempt = task.getAttempts(task.getAttemptsCount() - 1);
      if (attempt.getResult().getOutcome() != misdeed.expected()) {
        faults.add(misdeed + " " + attempt.getId() + " is recorded as " + attempt.getResult());
      }
      if (misdeed.timeLimitMillis() > 0) {
        long took = millis(attempt.getEndedAt()) - millis(attempt.getStartedAt());
        slowest = Math.max(slowest, took - misdeed.timeLimitMillis() - GRACE_MILLIS);
      }
    }
    return slowest;
  }

  private static long millis(Timestamp time) {
    return time.getSeconds() * 1_000 + time.getNanos() / 1_000_000;
  }

  /** The command lines of living processes that name the stay-for-ever program. */
  private static List<String> left(Path stay) throws IOException {
    List<String> left = new ArrayList<>();
    String[] names = Path.of("/proc").toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (!name.matches("\\d+")) {
        continue;
      }
      try {
        Path process = Path.of("/proc", name);
        String line = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        String environment =
            new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        boolean ours = line.contains(stay.toString()) || environment.contains("STAY=" + stay);
        if (ours && !line.contains("java")) {
          left.add(name + " " + line);
        }
      } catch (IOException e) {
        // It has gone meanwhile, or is not ours to look into.
        continue;
      }
    }
    return left;
  }

  private void checkFiles(Path worker) throws IOException {
    try (DirectoryStream<Path> slots = Files.newDirectoryStream(worker.resolve("slots"))) {
      for (Path slot : slots) {
        String[] temporary = slot.resolve("tmp").toFile().list();
        if (temporary != null && temporary.length > 0) {
          faults.add(temporary.length + " temporary files are left in " + slot);
        }
      }
    }
  }
}
