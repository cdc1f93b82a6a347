package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.WorkerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads the Standard Workload Format of the Parallel Workloads Archive (Feitelson et al., version
 * 2.2): a line for each job with 18 numbers, -1 for what is not known, comments after ';'. A job on
 * several processors becomes a gang of one-processor tasks, or, where it fits on a node, one task.
 */
public final class Swf {
  private static final int FIELDS = 18;
  private static final int SUBMIT = 1;
  private static final int RUN = 3;
  private static final int USED_PROCESSORS = 4;
  private static final int ASKED_PROCESSORS = 7;
  private static final int ASKED_TIME = 8;
  private static final int USER = 11;
  private static final int CORE = 1_000;

  private Swf() {}

  /**
   * Jobs that ran, on {@code nodes} nodes of {@code coresPerNode} processors.
   *
   * @param most how many jobs are read at most
   */
  public static Workload read(Path file, int nodes, int coresPerNode, int most) throws IOException {
    List<TraceJob> jobs = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int line = 0;
      String text = reader.readLine();
      while (text != null && jobs.size() < most) {
        line++;
        String content = text.split(";", 2)[0].strip();
        if (!content.isEmpty()) {
          add(jobs, numbers(content, file + " line " + line), coresPerNode);
        }
        text = reader.readLine();
      }
    }
    List<WorkerSpec> workers =
        IntStream.range(0, nodes)
            .mapToObj(
                i -> WorkerSpec.of("node" + i, new Resources(coresPerNode * CORE, 0, 0), List.of()))
            .toList();
    return new Workload(String.valueOf(file.getFileName()), jobs, workers, Workload.MILLIS);
  }

  private static long[] numbers(String content, String where) throws IOException {
    String[] words = content.split("\\s+");
    if (words.length < FIELDS) {
      throw new IOException(where + " has " + words.length + " fields, not " + FIELDS);
    }
    long[] numbers = new long[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      try {
        numbers[i] = (long) Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        throw new IOException(where + " has '" + words[i] + "' for a number", e);
      }
    }
    return numbers;
  }

  private static void add(List<TraceJob> jobs, long[] row, int coresPerNode) {
    long asked = row[ASKED_PROCESSORS] > 0 ? row[ASKED_PROCESSORS] : row[USED_PROCESSORS];
    if (asked <= 0 || row[RUN] < 0 || row[SUBMIT] < 0) {
      return;
    }
    int tasks = Math.toIntExact((asked + coresPerNode - 1) / coresPerNode);
    int cores = Math.toIntExact((asked + tasks - 1) / tasks);
    long estimate = Math.max(0, row[ASKED_TIME]) * Workload.MILLIS;
    Request request = new Request(new Resources(cores * CORE, 0, 0), GpuRequest.NONE, Map.of());
    JobSpec spec =
        JobSpec.of("job" + row[0], request, new TaskBody.Handler("sleep", "{}"))
            .withTerms(new Terms(estimate, 0, tasks > 1, true, ""));
    jobs.add(
        new TraceJob(
            spec.name(),
            "user" + row[USER],
            spec,
            tasks,
            row[SUBMIT] * Workload.MILLIS,
            row[RUN] * Workload.MILLIS,
            0));
  }
}
