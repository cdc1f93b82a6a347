package io.github.packtrain.bench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./dev bench fuzz [--seconds N] [--target NAME] [--input FILE]}: Jazzer, guided by
 * coverage, on each reader of hostile bytes for so long, or one reader on one file. Ends with
 * status 1 when one of them fails; the input is kept, and the line that runs it again is printed.
 */
public final class FuzzBench {
  private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";
  private static final Path KEPT = Path.of("target", "fuzz");

  private FuzzBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = 60;
    List<FuzzTarget> targets = List.of(FuzzTarget.values());
    Path input = null;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--seconds" -> seconds = Integer.parseInt(args[i + 1]);
        case "--target" ->
            targets = List.of(FuzzTarget.valueOf(args[i + 1].toUpperCase(Locale.ROOT)));
        case "--input" -> input = Path.of(args[i + 1]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    if (input != null) {
      targets.getFirst().take(Files.readAllBytes(input));
      System.out.println(targets.getFirst() + " takes " + input);
      return;
    }
    int failed = 0;
    for (FuzzTarget target : targets) {
      failed += run(target, seconds) ? 0 : 1;
    }
    if (failed > 0) {
      System.exit(1);
    }
  }

  private static boolean run(FuzzTarget target, int seconds)
      throws IOException, InterruptedException {
    Path corpus = KEPT.resolve(target.name().toLowerCase(Locale.ROOT));
    Files.createDirectories(corpus);
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    System.out.println("== " + target + ", " + seconds + " s");
    int status = new ProcessBuilder(command(target, corpus, seconds)).inheritIO().start().waitFor();
    if (status != 0) {
      System.out.println(
          "again with: ./dev bench fuzz --target "
              + target
              + " --input "
              + KEPT.resolve("crash-…, named above"));
    }
    return status == 0;
  }

  private static List<String> command(FuzzTarget target, Path corpus, int seconds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-D" + FuzzEntry.TARGET + "=" + target,
            "-cp",
            System.getProperty("java.class.path"),
            DRIVER,
            "--target_class=" + FuzzEntry.class.getName(),
            "--instrumentation_includes=io.github.packtrain.**",
            "--custom_hook_includes=io.github.packtrain.**",
            "-max_total_time=" + seconds,
            "-max_len=65536",
            "-timeout=30",
            "-rss_limit_mb=3072",
            "-print_final_stats=1",
            "-artifact_prefix=" + KEPT + "/",
            corpus.toString()));
    return command;
  }
}
