package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.worker.device.DeviceNodes;
import io.github.packtrain.worker.events.BrokenLine;
import io.github.packtrain.worker.events.EventsReader;
import io.github.packtrain.worker.events.FinalResult;
import io.github.packtrain.worker.events.TaskEvent;
import io.github.packtrain.worker.guard.AttemptBounds;
import io.github.packtrain.worker.guard.AttemptDirectory;
import io.github.packtrain.worker.guard.AttemptEnding;
import io.github.packtrain.worker.guard.AttemptPlace;
import io.github.packtrain.worker.guard.EndedAttempt;
import io.github.packtrain.worker.guard.Guard;
import io.github.packtrain.worker.guard.OutputReader;
import io.github.packtrain.worker.guard.RunningAttempt;
import io.github.packtrain.worker.guard.StartAttempt;
import io.github.packtrain.worker.process.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final AttemptEnding SUCCESS = new AttemptEnding.Finished(new ExitStatus.Exited(0));

  private final Path directory;
  private final WorkerSpec spec;
  private final Map<String, String> environment;
  private final DeviceNodes nodes;
  private final TreeMap<AttemptId, Running> running = new TreeMap<>();
  private final Map<AttemptId, AttemptDirectory> directories = new ConcurrentHashMap<>();

  /**
   * One that the guard has.
   *
   * @param files where they are while it runs; empty until the guard has said so
   */
  private static final class Running {
    final Assignment assignment;
    Optional<AttemptDirectory> files = Optional.empty();
    Optional<EventsReader> events = Optional.empty();

    Running(Assignment assignment) {
      this.assignment = assignment;
    }

    void runsIn(Path directory) {
      if (files.isEmpty()) {
        AttemptDirectory here = new AttemptDirectory(directory);
        files = Optional.of(here);
        events = Optional.of(new EventsReader(here.events()));
      }
    }
  }

  /**
   * @param environment the worker's own
   */
  CommandAttempts(Path directory, WorkerSpec spec, Map<String, String> environment) {
    this.directory = directory;
    this.spec = spec;
    this.environment = environment;
    this.nodes = DeviceNodes.of(spec.devices(), Path.of("/proc"));
  }

  /** Starts it; answers how it ended if it could not even be given to the guard. */
  Optional<AttemptResult> start(Assignment assignment, TaskBody.Command command, Guard guard) {
    try {
      running.put(assignment.attempt(), new Running(assignment));
      guard.start(order(assignment, command));
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      running.remove(assignment.attempt());
      return Optional.of(
          AttemptResult.ended(Outcome.NOT_STARTED, "cannot make its files: " + e.getMessage()));
    }
  }

  private StartAttempt order(Assignment assignment, TaskBody.Command command) throws IOException {
    AttemptId attempt = assignment.attempt();
    AttemptPlace place = AttemptPlace.lent(checkpointsOf(attempt));
    String note = assignment.toNote();
    if (note.length() > StartAttempt.NOTE_MAX_CHARS) {
      Path own = AttemptDirectory.of(directory, attempt).path();
      Files.createDirectories(own);
      assignment.writeTo(own);
      place = place.keptIn(own);
      note = "";
    }
    if (!command.workdir().isEmpty()) {
      place = place.startingIn(Path.of(command.workdir()));
    }
    JobSpec job = assignment.spec();
    return new StartAttempt(
        attempt,
        command.argv(),
        TaskEnvironment.of(
            environment,
            command,
            attempt,
            assignment.params(),
            spec.name(),
            spec.devices(),
            assignment.devices()),
        place,
        new AttemptBounds(
            job.timeLimitMillis(),
            job.graceMillis(),
            AttemptBounds.OUTPUT_DEFAULT_BYTES,
            job.request().resources().memoryBytes(),
            job.request().resources().cpuMilli(),
            nodes.hiddenFrom(held(assignment))),
        job.leasePolicy(),
        note);
  }

  private List<Device> held(Assignment assignment) {
    return assignment.devices().stream().map(share -> spec.devices().get(share.device())).toList();
  }

  Path checkpointsOf(AttemptId attempt) {
    return directory.resolve("checkpoints").resolve(attempt.task().toString().replace('/', '-'));
  }

  /** The guard runs it. */
  void started(RunningAttempt attempt) {
    Running known = running.get(attempt.attempt());
    if (known != null) {
      known.runsIn(attempt.directory());
      directories.put(attempt.attempt(), new AttemptDirectory(attempt.directory()));
    }
  }

  /** Where the output of an attempt is; may be asked from any thread. */
  AttemptDirectory filesOf(AttemptId attempt) {
    AttemptDirectory whileItRuns = directories.get(attempt);
    return whileItRuns == null ? AttemptDirectory.of(directory, attempt) : whileItRuns;
  }

  /** Takes over an attempt of an earlier worker process; false when nobody can say what it is. */
  boolean adopt(RunningAttempt attempt) {
    if (!adopt(attempt.attempt(), attempt.note())) {
      return false;
    }
    started(attempt);
    return true;
  }

  private boolean adopt(AttemptId attempt, String note) {
    if (!running.containsKey(attempt)) {
      assignmentOf(attempt, note).ifPresent(known -> running.put(attempt, new Running(known)));
    }
    return running.containsKey(attempt);
  }

  Optional<Assignment> assignmentOf(AttemptId attempt) {
    return Optional.ofNullable(running.get(attempt)).map(known -> known.assignment);
  }

  private Optional<Assignment> assignmentOf(AttemptId attempt, String note) {
    try {
      return note.isEmpty()
          ? Assignment.read(AttemptDirectory.of(directory, attempt).path())
          : Assignment.ofNote(note);
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
    running.forEach((attempt, run) -> run.events.ifPresent(e -> poll(attempt, e, sink)));
  }

  private static void poll(
      AttemptId attempt, EventsReader events, BiConsumer<AttemptId, Measurement> sink) {
    try {
      pass(attempt, events.poll(), sink);
    } catch (IOException e) {
      LOG.warn("cannot read the events of attempt {}: {}", attempt, e.getMessage());
    }
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
    adopt(attempt, ended.note());
    Running run = running.remove(attempt);
    directories.remove(attempt);
    boolean succeeded = ended.ending().equals(SUCCESS);
    AttemptResult result =
        Results.of(ended, succeeded || !ended.keptFiles() ? "" : tailOf(attempt));
    if (run == null) {
      return result;
    }
    EventsReader events =
        run.events.orElseGet(
            () -> new EventsReader(AttemptDirectory.of(directory, attempt).events()));
    if (ended.keptFiles()) {
      try {
        pass(attempt, events.finish(), sink);
      } catch (IOException e) {
        return AttemptResult.ended(
            Outcome.BAD_RESULT, "its events file cannot be read: " + e.getMessage());
      }
    }
    return result.outcome() == Outcome.SUCCEEDED
        ? judged(result, events, run.assignment.spec().requiredMetrics())
        : result;
  }

  private static AttemptResult judged(
      AttemptResult result, EventsReader events, List<String> required) {
    return switch (FinalResult.check(events.findResult(), required)) {
      case FinalResult.Usable(Map<String, Double> metrics) ->
          new AttemptResult(
              Outcome.SUCCEEDED, 0, 0, brokenLines(events).strip(), metrics, result.runMillis());
      case FinalResult.Faulty(String code, String message, String hint) ->
          new AttemptResult(
              Outcome.BAD_RESULT,
              0,
              0,
              code + ": " + message + "\n" + hint + brokenLines(events),
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
