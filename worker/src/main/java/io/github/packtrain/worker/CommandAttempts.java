package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.worker.events.BrokenLine;
import io.github.packtrain.worker.events.EventsReader;
import io.github.packtrain.worker.events.FinalResult;
import io.github.packtrain.worker.events.TaskEvent;
import io.github.packtrain.worker.guard.AttemptDirectory;
import io.github.packtrain.worker.guard.EndedAttempt;
import io.github.packtrain.worker.guard.Guard;
import io.github.packtrain.worker.guard.OutputReader;
import io.github.packtrain.worker.guard.StartAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts that are commands: their files and environment, and what they report. The guard runs
 * them.
 */
final class CommandAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(CommandAttempts.class);
  private static final int TAIL_BYTES = 2_000;

  private final Path directory;
  private final WorkerSpec spec;
  private final Map<String, String> environment;
  private final TreeMap<AttemptId, Running> running = new TreeMap<>();

  private record Running(Assignment assignment, EventsReader events) {}

  /**
   * @param environment the worker's own
   */
  CommandAttempts(Path directory, WorkerSpec spec, Map<String, String> environment) {
    this.directory = directory;
    this.spec = spec;
    this.environment = environment;
  }

  /** Starts it; answers how it ended if it could not even be given to the guard. */
  Optional<AttemptResult> start(Assignment assignment, TaskBody.Command command, Guard guard) {
    AttemptDirectory files = AttemptDirectory.of(directory, assignment.attempt());
    try {
      Files.createDirectories(files.path());
      Path checkpoints = checkpointsOf(assignment.attempt());
      Files.createDirectories(checkpoints);
      assignment.writeTo(files.path());
      watch(assignment);
      Path workdir = command.workdir().isEmpty() ? files.path() : Path.of(command.workdir());
      guard.start(
          new StartAttempt(
              assignment.attempt(),
              command.argv(),
              TaskEnvironment.of(
                  environment,
                  command,
                  assignment.attempt(),
                  assignment.params(),
                  files,
                  checkpoints,
                  spec.name(),
                  spec.devices(),
                  assignment.devices()),
              workdir,
              assignment.spec().timeLimitMillis(),
              assignment.spec().graceMillis(),
              assignment.spec().leasePolicy(),
              StartAttempt.OUTPUT_DEFAULT_BYTES));
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      running.remove(assignment.attempt());
      return Optional.of(
          AttemptResult.ended(Outcome.NOT_STARTED, "cannot make its files: " + e.getMessage()));
    }
  }

  Path checkpointsOf(AttemptId attempt) {
    return directory.resolve("checkpoints").resolve(attempt.task().toString().replace('/', '-'));
  }

  private void watch(Assignment assignment) {
    AttemptDirectory files = AttemptDirectory.of(directory, assignment.attempt());
    running.put(assignment.attempt(), new Running(assignment, new EventsReader(files.events())));
  }

  /**
   * Takes over an attempt of an earlier worker process; false when its files do not say what it is.
   */
  boolean adopt(AttemptId attempt) {
    if (running.containsKey(attempt)) {
      return true;
    }
    Optional<Assignment> assignment = assignmentOf(attempt);
    assignment.ifPresent(this::watch);
    return assignment.isPresent();
  }

  Optional<Assignment> assignmentOf(AttemptId attempt) {
    try {
      return Assignment.read(AttemptDirectory.of(directory, attempt).path());
    } catch (IOException e) {
      LOG.warn("cannot read what attempt {} was: {}", attempt, e.getMessage());
      return Optional.empty();
    }
  }

  boolean isRunning(AttemptId attempt) {
    return running.containsKey(attempt);
  }

  /** What the attempts have reported since the last call. */
  void pollMeasurements(BiConsumer<AttemptId, Measurement> sink) {
    running.forEach(
        (attempt, run) -> {
          try {
            pass(attempt, run.events.poll(), sink);
          } catch (IOException e) {
            LOG.warn("cannot read the events of attempt {}: {}", attempt, e.getMessage());
          }
        });
  }

  private static void pass(
      AttemptId attempt, List<TaskEvent> events, BiConsumer<AttemptId, Measurement> sink) {
    for (TaskEvent event : events) {
      if (event instanceof TaskEvent.Measured(Measurement measurement)) {
        sink.accept(attempt, measurement);
      }
    }
  }

  /** The attempt's result: how it ended, and what it reported. */
  AttemptResult result(EndedAttempt ended, BiConsumer<AttemptId, Measurement> sink) {
    AttemptId attempt = ended.attempt();
    adopt(attempt);
    Running run = running.remove(attempt);
    AttemptResult result = Results.of(ended, tailOf(attempt));
    if (run == null) {
      return result;
    }
    try {
      pass(attempt, run.events.finish(), sink);
    } catch (IOException e) {
      return AttemptResult.ended(
          Outcome.BAD_RESULT, "its events file cannot be read: " + e.getMessage());
    }
    return result.outcome() == Outcome.SUCCEEDED ? judged(result, run) : result;
  }

  private static AttemptResult judged(AttemptResult result, Running run) {
    List<String> required = run.assignment.spec().requiredMetrics();
    return switch (FinalResult.check(run.events.findResult(), required)) {
      case FinalResult.Usable(Map<String, Double> metrics) ->
          new AttemptResult(
              Outcome.SUCCEEDED,
              0,
              0,
              brokenLines(run.events).strip(),
              metrics,
              result.runMillis());
      case FinalResult.Faulty(String code, String message, String hint) ->
          new AttemptResult(
              Outcome.BAD_RESULT,
              0,
              0,
              code + ": " + message + "\n" + hint + brokenLines(run.events),
              Map.of(),
              result.runMillis());
    };
  }

  private static String brokenLines(EventsReader events) {
    if (events.brokenCount() == 0) {
      return "";
    }
    StringBuilder text =
        new StringBuilder(
            "\nbroken lines of its events file, which count for nothing: " + events.brokenCount());
    for (BrokenLine line : events.broken()) {
      text.append("\n  line ").append(line.number()).append(": ").append(line.reason());
    }
    return text.toString();
  }

  /** The end of its standard error, or of its output where that is empty. */
  private String tailOf(AttemptId attempt) {
    AttemptDirectory files = AttemptDirectory.of(directory, attempt);
    try {
      String error = text(files.stderr());
      return error.isBlank() ? text(files.stdout()) : error;
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(Path output) throws IOException {
    return new String(OutputReader.readTail(output, TAIL_BYTES).bytes(), StandardCharsets.UTF_8);
  }

  List<AttemptId> running() {
    return List.copyOf(running.keySet());
  }
}
