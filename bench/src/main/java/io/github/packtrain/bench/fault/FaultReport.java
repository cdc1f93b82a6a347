package io.github.packtrain.bench.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one run saw: figures in the order in which they were noted, and broken laws. */
public final class FaultReport {
  /** Beyond this many broken laws of a run only their number counts. */
  private static final int VIOLATIONS_SHOWN = 30;

  private final FaultKind kind;
  private final int runs;
  private final long seed;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  FaultReport(FaultKind kind, int runs, long seed) {
    this.kind = kind;
    this.runs = runs;
    this.seed = seed;
  }

  /** Notes a number or a text under a name that has its unit. */
  synchronized void figure(String name, Object value) {
    figures.put(name, value);
  }

  /** Adds to a number. */
  synchronized void add(String name, long value) {
    figures.merge(name, value, (sum, more) -> ((Number) sum).longValue() + (Long) more);
  }

  /** Notes how values are spread: median, 99th percentile and greatest. */
  void spread(String name, List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    if (!sorted.isEmpty()) {
      figure(name + ", median", sorted.get(sorted.size() / 2));
      figure(
          name + ", p99",
          sorted.get((int) Math.min(sorted.size() - 1L, sorted.size() * 99L / 100)));
      figure(name + ", greatest", sorted.getLast());
    }
  }

  /** Notes a broken law. */
  synchronized void violation(String what) {
    violations.add(what);
  }

  public FaultKind kind() {
    return kind;
  }

  public long seed() {
    return seed;
  }

  public int runs() {
    return runs;
  }

  /** By name, in order. */
  public synchronized Map<String, Object> figures() {
    return new LinkedHashMap<>(figures);
  }

  /** What did not hold; empty when all did. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** The one command that does this again. */
  public String again() {
    return "./dev bench fault --kind %s --runs %d --seed %d".formatted(kind.word(), runs, seed);
  }

  /** The table that is printed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%s, %d runs, seed %d%n".formatted(kind.word(), runs, seed));
    figures().forEach((name, value) -> text.append("  %-52s %12s%n".formatted(name, value)));
    List<String> broken = violations();
    text.append("  %-52s %12d%n".formatted("broken laws", broken.size()));
    broken.stream()
        .limit(VIOLATIONS_SHOWN)
        .forEach(violation -> text.append("    ").append(violation).append('\n'));
    if (!broken.isEmpty()) {
      text.append("  again with: ").append(again()).append('\n');
    }
    return text.toString();
  }
}
