package io.github.packtrain.cli.demo;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Jobs as they come in: benchmarks, tests, trainings; the same for the same seed. */
public final class DemoWork {
  private static final double PAUSE_MEAN_SECONDS = 1.5;
  private static final long GIB = 1L << 30;
  private static final List<Kind> KINDS =
      List.of(
          new Kind("benchmark", "resnet", 1, 1000, 12, 3, 1.5, 50),
          new Kind("benchmark", "bert", 1, 1000, 14, 2, 2.5, 50),
          new Kind("test", "", 0, 0, 0, 6, 0.8, 60),
          new Kind("inference", "gpt", 1, 300, 6, 4, 1.2, 50),
          new Kind("training", "gpt", 2, 1000, 60, 1, 8, 40),
          new Kind("training", "resnet", 1, 1000, 20, 2, 5, 40));

  private final Random random;
  private int made;

  public DemoWork(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Jobs that are alike.
   *
   * @param gpus 0 for none
   * @param gpuMilli of each
   * @param seconds median run time
   */
  private record Kind(
      String kind,
      String family,
      int gpus,
      int gpuMilli,
      int gpuGib,
      int tasksMost,
      double seconds,
      int priority) {}

  /**
   * A job.
   *
   * @param body of the request that submits it
   * @param text what it is, in a line
   */
  public record Job(Node.Mapping body, String text) {}

  /** Time until the next one; exponential. */
  public long pauseMillis() {
    return (long) (-Math.log(1 - random.nextDouble()) * PAUSE_MEAN_SECONDS * 1_000);
  }

  /** The next job. */
  public Job next() {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    int tasks = 1 + random.nextInt(kind.tasksMost);
    List<String> params = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      double seconds = kind.seconds * Math.exp(0.4 * random.nextGaussian());
      params.add(String.format(Locale.ROOT, "{\"seconds\":%.2f}", seconds));
    }
    String name = kind.family.isEmpty() ? kind.kind : kind.kind + "-" + kind.family;
    return new Job(body(kind, name + "-" + ++made, params), name + ", " + text(kind, tasks));
  }

  /** One that runs nowhere: it asks for more than any worker has. */
  public Job tooBig() {
    Kind kind = new Kind("training", "gpt", 16, 1000, 80, 1, 5, 50);
    return new Job(body(kind, "too-big", List.of("{\"seconds\":5}")), "too-big, " + text(kind, 1));
  }

  private static String text(Kind kind, int tasks) {
    String gpus =
        kind.gpus == 0
            ? "no GPU"
            : kind.gpuMilli < 1_000
                ? "%.1f of a GPU".formatted(kind.gpuMilli / 1_000.0)
                : kind.gpus + (kind.gpus == 1 ? " GPU" : " GPUs");
    return "%d %s, %s each, %d GB on it"
        .formatted(tasks, tasks == 1 ? "task" : "tasks", gpus, kind.gpuGib)
        .replace(kind.gpus == 0 ? ", 0 GB on it" : "\0", "");
  }

  private static Node.Mapping body(Kind kind, String name, List<String> params) {
    JsonObject request =
        new JsonObject()
            .put(
                "resources",
                new JsonObject().put("cpuMilli", 1_000).put("memoryBytes", String.valueOf(GIB)));
    if (kind.gpus > 0) {
      request.put(
          "gpu",
          new JsonObject()
              .put("count", kind.gpus)
              .put("gpuMilli", kind.gpuMilli)
              .put("memoryBytes", String.valueOf(kind.gpuGib * GIB)));
    }
    JsonObject terms =
        new JsonObject()
            .put("kind", kind.kind)
            .put("profile", new JsonObject().put("family", kind.family).put("sizeMilli", 1_000));
    JsonObject spec =
        new JsonObject()
            .put("name", name)
            .put("priority", kind.priority)
            .put("request", request)
            .put("handler", new JsonObject().put("name", "sleep"))
            .put("terms", terms);
    return new JsonObject()
        .put("submissionId", UUID.randomUUID().toString())
        .put("spec", spec)
        .put("count", params.size())
        .putTexts("params", params)
        .node();
  }
}
