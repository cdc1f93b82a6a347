package io.github.packtrain.bench.fuzz;

import io.github.packtrain.cli.spec.SpecFile;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.tree.YamlText;
import io.github.packtrain.core.Event;
import io.github.packtrain.journal.Batch;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.JournalException;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.worker.events.EventsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Bytes that come from files. */
final class FileTargets {
  private FileTargets() {}

  /** What can be read is written again and read the same. */
  static void journal(byte[] input) {
    List<Fact> facts;
    try {
      facts = EventCodec.decode(new Batch(1, 1, 1, 1, 0, 0, 0, input));
    } catch (JournalException refused) {
      return;
    }
    List<Fact> again = EventCodec.decode(new Batch(1, 1, 1, 1, 0, 0, 0, EventCodec.encode(facts)));
    if (!again.equals(facts)) {
      throw new IllegalStateException("read as " + facts + ", written and read as " + again);
    }
  }

  static List<byte[]> journalSeeds() {
    AttemptId attempt = AttemptId.of(1, 2, 1);
    Fact admitted =
        new Event.JobAdmitted(
            new JobId(1),
            "s",
            "u",
            5,
            JobSpec.of("j", Request.gpus(100, 1), new TaskBody.Handler("noop", "{}")),
            3,
            List.of("1", "2", "3"),
            false);
    Fact ended =
        new Event.AttemptEnded(
            attempt,
            AttemptResult.succeeded(Map.of("a", 0.5), 7),
            new Event.Next.End(TaskState.COMPLETED),
            9);
    return List.of(
        EventCodec.encode(
            List.of(
                admitted,
                new Event.AttemptPlaced(attempt, new WorkerId(1), List.of(), null, 6),
                new Event.AttemptStarted(attempt, 7),
                ended)),
        EventCodec.encode(
            List.of(
                new Event.JobEnded(new JobId(1), JobState.COMPLETED, 10),
                new Event.CountersRestored(1, 2, 3))));
  }

  static void yaml(String text) {
    try {
      YamlText.read(text);
    } catch (YamlText.SyntaxException refused) {
      return;
    }
    withFile(
        text.getBytes(StandardCharsets.UTF_8),
        file -> {
          try {
            SpecFile.read(file, Map.of(), Path.of("").toAbsolutePath());
          } catch (Failure refused) {
            return;
          }
        });
  }

  static List<byte[]> yamlSeeds() {
    return List.of(
        "name: a\ncommand: [python3, train.py]\nparams:\n  lr: [0.1, 1e-3]\nresources: {cpu: 2, gpus: 1}\n"
            .getBytes(StandardCharsets.UTF_8),
        "study: s\nobjective: loss min\nspace:\n  x: {from: 0, to: 1}\nbudget: {trials: 3}\n"
            .getBytes(StandardCharsets.UTF_8),
        "a: &x [1, 2]\nb: *x\nc: |\n  text\n  more\n".getBytes(StandardCharsets.UTF_8));
  }

  static void events(byte[] input) {
    withFile(
        input,
        file -> {
          EventsReader reader = new EventsReader(file);
          reader.poll();
          reader.finish();
          reader.broken();
          reader.findResult();
        });
  }

  private interface Use {
    void of(Path file) throws IOException;
  }

  private static void withFile(byte[] content, Use use) {
    try {
      Path file = Files.createTempFile("fuzz", ".file");
      try {
        Files.write(file, content);
        use.of(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> eventSeeds() {
    return List.of(
        "{\"step\":1,\"loss\":0.5}\n{\"result\":{\"accuracy\":0.9}}\n"
            .getBytes(StandardCharsets.UTF_8),
        "{\"metrics\":{\"a\":1e308}}\nnot json\n{\"step\":-1,\"a\":null}"
            .getBytes(StandardCharsets.UTF_8));
  }
}
