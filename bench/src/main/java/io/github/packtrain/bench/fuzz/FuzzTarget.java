package io.github.packtrain.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reader of bytes from outside. Whatever the bytes, it answers or refuses with its own typed
 * error; anything else that it throws is a bug.
 */
public enum FuzzTarget {
  /** What a worker says on its stream, up to the facts that the loop makes of it. */
  WORKER_MESSAGES {
    @Override
    public void take(byte[] input) {
      LoopTargets.workerMessages(input);
    }

    @Override
    List<byte[]> seeds() {
      return LoopTargets.workerSeeds();
    }
  },
  /** Jobs and studies that callers submit, up to the loop's answer. */
  SUBMISSIONS {
    @Override
    public void take(byte[] input) {
      LoopTargets.submissions(input);
    }

    @Override
    List<byte[]> seeds() {
      return LoopTargets.submissionSeeds();
    }
  },
  /** The payload of a journal's batch whose checksum fits. */
  JOURNAL {
    @Override
    public void take(byte[] input) {
      FileTargets.journal(input);
    }

    @Override
    List<byte[]> seeds() {
      return FileTargets.journalSeeds();
    }
  },
  /** Job and study files of users. */
  YAML {
    @Override
    public void take(byte[] input) {
      FileTargets.yaml(new String(input, StandardCharsets.UTF_8));
    }

    @Override
    List<byte[]> seeds() {
      return FileTargets.yamlSeeds();
    }
  },
  /** The file in which a task says what it measured. */
  EVENTS {
    @Override
    public void take(byte[] input) {
      FileTargets.events(input);
    }

    @Override
    List<byte[]> seeds() {
      return FileTargets.eventSeeds();
    }
  };

  /** Reads the bytes; returns or throws. */
  public abstract void take(byte[] input);

  /** Good inputs to begin from. */
  abstract List<byte[]> seeds();
}
