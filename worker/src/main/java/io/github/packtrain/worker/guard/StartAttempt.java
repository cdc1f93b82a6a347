package io.github.packtrain.worker.guard;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.LeasePolicy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An attempt for the guard to start. Its output goes to the attempt's {@link AttemptDirectory}.
 *
 * @param argv program and arguments
 * @param environment all of it; the guard adds {@code PACKTRAIN_ATTEMPT} and {@code
 *     PACKTRAIN_ATTEMPT_DIR}, by which it finds processes that left their session
 * @param workdir existing directory to start in
 * @param timeLimitMillis the attempt is ended after running this long; 0 for no limit
 * @param graceMillis between TERM and KILL whenever it is ended
 * @param leasePolicy what becomes of it when the worker stops renewing its lease
 * @param outputMaxBytes what each of standard output and error may take of the disk, at least
 *     {@value #OUTPUT_MIN_BYTES}; the head and the tail are kept
 */
public record StartAttempt(
    AttemptId attempt,
    List<String> argv,
    Map<String, String> environment,
    Path workdir,
    long timeLimitMillis,
    long graceMillis,
    LeasePolicy leasePolicy,
    long outputMaxBytes) {
  /** More than any system takes; what is longer is refused here, before it travels. */
  private static final long ARGUMENTS_MAX_CHARS = 4 << 20;

  public static final long OUTPUT_MIN_BYTES = 64 << 10;
  public static final long OUTPUT_DEFAULT_BYTES = 64 << 20;

  public StartAttempt {
    argv = List.copyOf(argv);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (argv.isEmpty() || timeLimitMillis < 0 || graceMillis < 0) {
      throw new IllegalArgumentException(
          "not an attempt to start: %s, argv %s, timeLimitMillis %d, graceMillis %d"
              .formatted(attempt, argv, timeLimitMillis, graceMillis));
    }
    long chars =
        argv.stream().mapToLong(String::length).sum()
            + environment.entrySet().stream()
                .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    if (chars > ARGUMENTS_MAX_CHARS) {
      throw new IllegalArgumentException(
          "arguments and environment of %s have %d characters, more than %d"
              .formatted(attempt, chars, ARGUMENTS_MAX_CHARS));
    }
    if (outputMaxBytes < OUTPUT_MIN_BYTES) {
      throw new IllegalArgumentException(
          "output needs at least %d bytes, not %d".formatted(OUTPUT_MIN_BYTES, outputMaxBytes));
    }
  }
}
