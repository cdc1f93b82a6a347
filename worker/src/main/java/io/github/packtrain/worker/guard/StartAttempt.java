package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attempt for the guard to start.
 *
 * @param argv program and arguments
 * @param environment all of it but for what the guard adds: {@code PACKTRAIN_ATTEMPT}, {@code
 *     PACKTRAIN_ATTEMPT_DIR} (by which it finds processes that left their session), {@code
 *     PACKTRAIN_EVENTS}, {@code PACKTRAIN_CHECKPOINT_DIR}, and {@code TMPDIR} where it is not set
 * @param leasePolicy what becomes of it when the worker stops renewing its lease
 * @param note the worker's own, given back to it with the attempt; each character is a byte
 */
public record StartAttempt(
    AttemptId attempt,
    List<String> argv,
    Map<String, String> environment,
    AttemptPlace place,
    AttemptBounds bounds,
    LeasePolicy leasePolicy,
    String note) {
  /** More than any system takes; what is longer is refused here, before it travels. */
  private static final long ARGUMENTS_MAX_CHARS = 4 << 20;

  /** The guard holds all notes in its memory. */
  public static final int NOTE_MAX_CHARS = 8 << 10;

  public StartAttempt {
    argv = List.copyOf(argv);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (argv.isEmpty() || note.length() > NOTE_MAX_CHARS) {
      throw new IllegalArgumentException(
          "not an attempt to start: %s, argv %s, a note of %d characters"
              .formatted(attempt, argv, note.length()));
    }
    long chars = 0;
    for (String word : argv) {
      chars += word.length();
    }
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      chars += entry.getKey().length() + entry.getValue().length();
    }
    if (chars > ARGUMENTS_MAX_CHARS) {
      throw new IllegalArgumentException(
          "arguments and environment of %s have %d characters, more than %d"
              .formatted(attempt, chars, ARGUMENTS_MAX_CHARS));
    }
  }
}
