package io.github.packtrain.bench.hostile;

import io.github.packtrain.protocol.v1.Outcome;

/**
 * A kind of hostile task: a shell script, and how it has to be recorded. {@code $STAY} is a program
 * that ignores TERM and stays for ever.
 */
public enum Misdeed {
  DOUBLE_FORK("(setsid sh $STAY &); exit 0", 0, Outcome.SUCCEEDED, 6),
  EMPTY_ENVIRONMENT("(env -i setsid /bin/sh $STAY &); exit 4", 0, Outcome.FAILED, 6),
  TERM_IGNORED("exec sh $STAY", 400, Outcome.TIMED_OUT, 6),
  DAEMON_CHAIN(
      "(setsid sh -c '(setsid sh '$STAY' &); exec sh '$STAY &); exec sh $STAY",
      400,
      Outcome.TIMED_OUT,
      6),
  FORK_STORM(
      "trap '' TERM; while :; do (sleep 1000; : $STAY) & done 2>/dev/null",
      800,
      Outcome.TIMED_OUT,
      1),
  OUTPUT_FLOOD(
      "case $PACKTRAIN_ATTEMPT in */0.*) n=$FLOOD_BYTES ;; *) n=$((FLOOD_BYTES / 50)) ;; esac;"
          + " head -c $n /dev/zero; exit 0",
      0,
      Outcome.SUCCEEDED,
      2),
  MEMORY_HOG("exec dd if=/dev/zero of=/dev/null bs=200M count=1", 0, Outcome.OUT_OF_MEMORY, 6),
  FILE_HOG(
      "i=0; while [ $i -lt 2000 ]; do : > $TMPDIR/f$i; i=$((i+1)); done; exit 3",
      0,
      Outcome.FAILED,
      4),
  DESCRIPTOR_HOG(
      "i=0; while [ $i -lt 800 ]; do : > $TMPDIR/f$i; i=$((i+1)); done; exec tail -f $TMPDIR/f*",
      1_000,
      Outcome.TIMED_OUT,
      3);

  private final String script;
  private final long timeLimitMillis;
  private final Outcome expected;
  private final int weight;

  Misdeed(String script, long timeLimitMillis, Outcome expected, int weight) {
    this.script = script;
    this.timeLimitMillis = timeLimitMillis;
    this.expected = expected;
    this.weight = weight;
  }

  String script() {
    return script;
  }

  /** 0 for one that ends by itself. */
  long timeLimitMillis() {
    return timeLimitMillis;
  }

  Outcome expected() {
    return expected;
  }

  /** How many of {@code tasks} are of this kind; all kinds together are about as many. */
  int share(int tasks) {
    int all = 0;
    for (Misdeed misdeed : values()) {
      all += misdeed.weight;
    }
    return Math.max(1, Math.round((float) tasks * weight / all));
  }
}
