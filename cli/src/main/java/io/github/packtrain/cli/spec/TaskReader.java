package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.JsonText;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What jobs and the trials of studies have in common: everything a task is. To a JobSpec. */
final class TaskReader {
  private static final List<String> TERMS =
      List.of(
          "estimate",
          "deadline",
          "deadline_firm",
          "gang",
          "preemptible",
          "task_kind",
          "model",
          "family",
          "batch",
          "shares");

  private static final Map<String, Integer> PRIORITIES =
      Map.of("low", 25, "normal", 50, "high", 75, "urgent", 100);
  private static final List<String> TOPOLOGY_LEVELS = List.of("island", "host", "rack", "anywhere");
  private static final int RETRIES_DEFAULT = 2;
  private static final int RETRIES_MAX = 1_000;
  private static final int LOSSES_DEFAULT = 20;
  private static final long BACKOFF_MILLIS = 1_000;
  private static final long BACKOFF_MAX_MILLIS = 60_000;
  private static final String OWN_DIRECTORY = "task";

  private final Fields fields;
  private final Path directory;

  private TaskReader(Fields fields, Path directory) {
    this.fields = fields;
    this.directory = directory;
  }

  /**
   * @param directory what {@code workdir} is relative to, and its default
   */
  static JsonObject read(Fields fields, Path directory) {
    return new TaskReader(fields, directory).spec();
  }

  private JsonObject spec() {
    JsonObject spec = new JsonObject();
    fields.text("queue").ifPresent(queue -> spec.put("queue", queue));
    priority().ifPresent(priority -> spec.put("priority", priority));
    JsonObject request =
        fields
            .mapping("resources")
            .map(ResourcesReader::read)
            .orElseGet(ResourcesReader::byDefault);
    fields.mapping("topology").ifPresent(levels -> request.put("topology", topology(levels)));
    spec.put("request", request);
    body(spec);
    spec.put("retry", retry());
    duration("limit", 1).ifPresent(millis -> spec.put("timeLimitMillis", millis));
    duration("grace", 0).ifPresent(millis -> spec.put("graceMillis", millis));
    fields
        .oneOf("lease", List.of("keep", "stop"))
        .ifPresent(lease -> spec.put("leasePolicy", lease.equals("keep") ? "KEEP" : "STOP"));
    fields.texts("result").ifPresent(metrics -> spec.putTexts("requiredMetrics", metrics));
    fields
        .integer("max_parallel", 0, Integer.MAX_VALUE)
        .ifPresent(count -> spec.put("maxParallel", count));
    terms(spec);
    return spec;
  }

  private static JsonObject topology(Fields levels) {
    JsonObject topology = new JsonObject();
    for (String key : List.of("require", "prefer")) {
      levels
          .oneOf(key, TOPOLOGY_LEVELS)
          .ifPresent(level -> topology.put(key, level.toUpperCase(Locale.ROOT)));
    }
    levels.finish();
    return topology;
  }

  private void terms(JsonObject spec) {
    JsonObject terms = new JsonObject();
    duration("estimate", 1).ifPresent(millis -> terms.put("estimateMillis", millis));
    deadline().ifPresent(millis -> terms.put("deadlineMillis", millis));
    fields
        .flag("deadline_firm")
        .filter(firm -> firm)
        .ifPresent(_ -> terms.put("firmDeadline", true));
    fields.flag("gang").filter(gang -> gang).ifPresent(_ -> terms.put("gang", true));
    fields.flag("preemptible").filter(may -> may).ifPresent(_ -> terms.put("preemptible", true));
    fields.text("task_kind").ifPresent(kind -> terms.put("kind", kind));
    JsonObject profile = new JsonObject();
    fields.text("model").ifPresent(model -> profile.put("model", model));
    fields.text("family").ifPresent(family -> profile.put("family", family));
    fields.integer("batch", 1, Integer.MAX_VALUE).ifPresent(batch -> profile.put("batch", batch));
    fields.texts("shares").ifPresent(shares -> profile.putTexts("shares", shares));
    terms.put("profile", profile);
    if (TERMS.stream().anyMatch(fields::has)) {
      spec.put("terms", terms);
    }
  }

  private OptionalLong deadline() {
    Optional<String> text = fields.text("deadline");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<Instant> time = Quantities.parseTime(text.get());
    if (time.isEmpty()) {
      fields.wrong("deadline", "'" + text.get() + "' is not a time", "write " + Quantities.TIMES);
      return OptionalLong.empty();
    }
    return OptionalLong.of(time.get().toEpochMilli());
  }

  private OptionalLong priority() {
    Optional<String> word = fields.text("priority");
    Integer named = word.map(PRIORITIES::get).orElse(null);
    if (named != null) {
      return OptionalLong.of(named);
    }
    if (word.isPresent() && word.get().matches("[A-Za-z]+")) {
      fields.wrong(
          "priority",
          "'" + word.get() + "' is not a priority",
          "use 0 to 100, or low, normal, high or urgent");
      return OptionalLong.empty();
    }
    return fields.integer("priority", 0, 100);
  }

  private OptionalLong duration(String key, long least) {
    OptionalLong millis = fields.millis(key);
    if (millis.isPresent() && millis.getAsLong() < least) {
      fields.wrong(key, "it is 0", "give it a time above 0");
      return OptionalLong.empty();
    }
    return millis;
  }

  private void body(JsonObject spec) {
    List<String> given = new ArrayList<>();
    for (String key : List.of("command", "run", "handler")) {
      if (fields.has(key)) {
        given.add(key);
      }
    }
    boolean handler = given.contains("handler");
    if (given.isEmpty()) {
      fields.missing(
          "nothing says what to run",
          "add command: [python3, train.py], run: with a shell script, or handler:");
    } else if (given.size() > 1) {
      fields.wrong(
          given.get(1),
          "there is " + given.getFirst() + ": as well",
          "only one of them can hold",
          "keep one of " + String.join(", ", given));
    }
    if (handler) {
      handler().ifPresent(body -> spec.put("handler", body));
    }
    if (!handler || fields.has("env") || fields.has("workdir")) {
      Optional<JsonObject> command = command();
      if (handler) {
        String key = fields.has("env") ? "env" : "workdir";
        fields.wrong(key, "a handler has no " + key, "leave it out, or run a command");
      } else {
        command.ifPresent(body -> spec.put("command", body));
      }
    }
  }

  private Optional<JsonObject> command() {
    Optional<List<String>> argv =
        fields.has("run") ? fields.text("run").map(script -> List.of("sh", "-c", script)) : argv();
    SequencedMap<String, String> environment = new TreeMap<>();
    fields
        .mapping("env")
        .ifPresent(
            env -> {
              for (String name : env.ownKeys()) {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                  env.wrong(name, "not the name of a variable", "use letters, digits and _");
                }
                env.text(name).ifPresent(value -> environment.put(name, value));
              }
            });
    String workdir = fields.text("workdir").orElse(".");
    JsonObject body = new JsonObject();
    argv.ifPresent(words -> body.putTexts("argv", words));
    body.putTexts("environment", environment);
    body.put(
        "workdir",
        workdir.equals(OWN_DIRECTORY)
            ? ""
            : directory.resolve(workdir).toAbsolutePath().normalize().toString());
    return argv.map(_ -> body);
  }

  private Optional<List<String>> argv() {
    Optional<Node> command = fields.find("command");
    if (command.isPresent() && command.get() instanceof Node.Scalar scalar) {
      fields.wrong(
          "command",
          "it is one text, not a list of words",
          "write ["
              + String.join(", ", scalar.value().strip().split("\\s+"))
              + "], or use run: for the shell");
      return Optional.empty();
    }
    Optional<List<String>> argv = fields.texts("command");
    if (argv.isPresent() && (argv.get().isEmpty() || argv.get().getFirst().isEmpty())) {
      fields.wrong("command", "it names no program", "write [PROGRAM, ARGUMENT, ...]");
      return Optional.empty();
    }
    return argv;
  }

  private Optional<JsonObject> handler() {
    Optional<Node> node = fields.find("handler");
    if (node.isPresent() && node.get() instanceof Node.Scalar scalar) {
      return Optional.of(new JsonObject().put("name", scalar.value()));
    }
    return fields.mapping("handler").flatMap(TaskReader::handler);
  }

  private static Optional<JsonObject> handler(Fields handler) {
    Optional<String> name = handler.text("name");
    if (name.isEmpty()) {
      handler.missing("the handler has no name", "add name:, such as name: noop");
    }
    JsonObject body = new JsonObject().put("name", name.orElse(""));
    handler
        .find("options")
        .ifPresent(
            options -> {
              if (options instanceof Node.Mapping) {
                body.put("options", JsonText.compact(options));
              } else {
                handler.wrong(
                    "options",
                    "it is " + Fields.nameOf(options) + ", not a mapping",
                    "write names and values");
              }
            });
    handler.finish();
    return Optional.of(body);
  }

  private JsonObject retry() {
    Optional<Node> node = fields.find("retry");
    if (node.isPresent() && node.get() instanceof Node.Scalar) {
      long max = fields.integer("retry", 0, RETRIES_MAX).orElse(RETRIES_DEFAULT);
      return retry(max, BACKOFF_MILLIS, BACKOFF_MAX_MILLIS, LOSSES_DEFAULT);
    }
    Optional<Fields> retry = fields.mapping("retry");
    if (retry.isEmpty()) {
      return retry(RETRIES_DEFAULT, BACKOFF_MILLIS, BACKOFF_MAX_MILLIS, LOSSES_DEFAULT);
    }
    Fields given = retry.get();
    long max = given.integer("max", 0, RETRIES_MAX).orElse(RETRIES_DEFAULT);
    long losses = given.integer("max_losses", 0, Integer.MAX_VALUE).orElse(LOSSES_DEFAULT);
    long[] backoff = backoff(given);
    given.finish();
    return retry(max, backoff[0], backoff[1], losses);
  }

  /** {@code 5s} for a constant one, {@code 1s..60s} for one that doubles. */
  private static long[] backoff(Fields retry) {
    long[] byDefault = {BACKOFF_MILLIS, BACKOFF_MAX_MILLIS};
    Optional<String> text = retry.text("backoff");
    if (text.isEmpty()) {
      return byDefault;
    }
    String[] ends = text.get().split("\\.\\.", -1);
    OptionalLong from = io.github.packtrain.cli.text.Quantities.parseMillis(ends[0]);
    OptionalLong to = io.github.packtrain.cli.text.Quantities.parseMillis(ends[ends.length - 1]);
    if (ends.length > 2 || from.isEmpty() || to.isEmpty() || from.getAsLong() > to.getAsLong()) {
      retry.wrong(
          "backoff",
          "'" + text.get() + "' is not a range of durations",
          "write one such as 1s..60s");
      return byDefault;
    }
    return new long[] {from.getAsLong(), to.getAsLong()};
  }

  private static JsonObject retry(long max, long from, long to, long losses) {
    return new JsonObject()
        .put("maxAttempts", max + 1)
        .put("backoffMillis", from)
        .put("backoffMaxMillis", to)
        .put("maxLosses", losses);
  }
}
