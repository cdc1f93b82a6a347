package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.report.Figure;
import io.github.packtrain.protocol.v1.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A million waiting tasks: what they hold of the master's heap, and what they cost a submission.
 */
record BacklogPart(int tasks) implements Part {
  private static final int CLASSES = 200;
  private static final int BATCH = 1_000;
  private static final int ON_THE_WAY = 8;
  private static final int SAMPLES = 1_000;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> heap = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Installation here = Installation.create()) {
        here.startMaster("-Xmx600m");
        try (Calls calls = here.calls()) {
          latency(calls, "warm-");
          latency(calls, "again-");
          double before = latency(calls, "before-");
          calls.submit(
              tasks / BATCH,
              ON_THE_WAY,
              i -> Calls.distinct(ofClass(i % CLASSES), "backlog" + i, i * BATCH, BATCH));
          double after = latency(calls, "after-");
          ratio.add(after / before);
          heap.add(liveHeapMegabytes(here.process("master").pid()));
        }
      }
    }
    return List.of(
        Figure.atMost(
            "backlog.heap",
            "live heap, " + tasks + " distinct waiting, 200 classes",
            "MB",
            heap,
            600),
        Figure.atMost(
            "backlog.latency", "median submission, with them to without", "ratio", ratio, 1.25));
  }

  /** No machine has so many cores: the class waits. */
  private static JobSpec ofClass(int number) {
    return Calls.noop().toBuilder().setRequest(Calls.request(1_000_000 + number)).build();
  }

  private static double latency(Calls calls, String name) {
    double[] millis = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long from = System.nanoTime();
      calls.submit(Calls.single(ofClass(0), name + i, i));
      millis[i] = (System.nanoTime() - from) / 1e6;
    }
    return Figure.quantile(millis, 0.5);
  }

  /** What is left after a collection. */
  static double liveHeapMegabytes(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IllegalStateException("no heap in what jcmd says");
    }
    return Long.parseLong(used.group(1)) / 1024.0;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("jcmd: " + text);
    }
    return text;
  }
}
