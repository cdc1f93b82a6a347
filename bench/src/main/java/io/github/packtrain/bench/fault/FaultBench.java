package io.github.packtrain.bench.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fault runs from the command line: {@code ./dev bench fault --kind KIND [--runs N] [--seed S]
 * [--in-flight N] [--out DIR]}; without {@code --kind} all kinds, one after the other; {@code
 * --points} lists the named places where a process can be made to die.
 */
public final class FaultBench {
  private FaultBench() {}

  private static final class Wishes {
    private final List<FaultKind> kinds = new ArrayList<>();
    private int runs;
    private int inFlight;
    private long seed = 1;
    private Optional<Path> out = Optional.empty();
  }

  /** Ends with status 1 when a law was broken, 2 on a wrong flag. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1 && args[0].equals("--points")) {
      CrashPoints.ofMaster().forEach(System.out::println);
      CrashPoints.ofWorker().forEach(System.out::println);
      CrashPoints.ofGuard().forEach(System.out::println);
      return;
    }
    Wishes wishes = read(args);
    boolean broken = false;
    for (FaultKind kind : wishes.kinds) {
      int runs = wishes.runs > 0 ? wishes.runs : kind.runs();
      int inFlight = wishes.inFlight > 0 ? wishes.inFlight : kind.inFlight();
      Path directory = Files.createTempDirectory("packtrain-" + kind.word() + "-");
      long began = System.nanoTime();
      FaultReport report = kind.run(runs, inFlight, wishes.seed, directory);
      report.figure("seconds", (System.nanoTime() - began) / 1_000_000_000);
      System.out.print(report);
      if (!report.violations().isEmpty()) {
        System.out.println("  files in " + directory);
      }
      if (wishes.out.isPresent()) {
        ReportFile.write(report, wishes.out.get());
      }
      broken |= !report.violations().isEmpty();
    }
    System.exit(broken ? 1 : 0);
  }

  private static Wishes read(String[] args) {
    Wishes wishes = new Wishes();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw wrong(args[i] + " needs a value");
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--kind" ->
            wishes.kinds.add(
                FaultKind.find(value)
                    .orElseThrow(() -> wrong("there is no kind of fault '" + value + "'")));
        case "--runs" -> wishes.runs = number(value);
        case "--in-flight" -> wishes.inFlight = number(value);
        case "--seed" -> wishes.seed = number(value);
        case "--out" -> wishes.out = Optional.of(Path.of(value));
        default -> throw wrong("unknown flag " + args[i]);
      }
    }
    if (wishes.kinds.isEmpty()) {
      wishes.kinds.addAll(List.of(FaultKind.values()));
    }
    return wishes;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong("'" + text + "' is not a number");
    }
  }

  @SuppressWarnings("DoNotCallSuggester") // Does not return; the type is for the caller's flow.
  private static IllegalArgumentException wrong(String what) {
    String kinds =
        Arrays.stream(FaultKind.values()).map(FaultKind::word).collect(Collectors.joining(", "));
    System.err.printf(
        Locale.ROOT,
        """
        error: %s
          the flags are --kind, --runs, --in-flight, --seed, --out and --points; the kinds are %s
          hint: ./dev bench fault --kind master-kill --runs 100 --seed 1
          code: USAGE.bench
        """,
        what,
        kinds);
    System.exit(2);
    return new IllegalArgumentException(what);
  }
}
