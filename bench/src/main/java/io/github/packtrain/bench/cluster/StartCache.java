package io.github.packtrain.bench.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An AOT cache for masters, as the launcher makes one when it builds: a master that starts with it
 * serves in half the time. It takes a class path of jars; where there are directories in it, as
 * within a build, there is none.
 */
final class StartCache {
  private static final long TRAINING_SECONDS = 60;

  private StartCache() {}

  /**
   * Trains one in the directory unless it is there.
   *
   * @param jvmFlags the same that it is to be used with
   * @return what to add to them; nothing where it cannot be had
   */
  static List<String> flags(Path directory, List<String> jvmFlags) throws IOException {
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.endsWith(".jar")) {
        return List.of();
      }
    }
    Path cache = directory.resolve("master.aot");
    if (!Files.exists(cache)) {
      train(directory, cache, jvmFlags, classPath);
    }
    return Files.exists(cache)
        ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")
        : List.of();
  }

  private static void train(Path directory, Path cache, List<String> jvmFlags, String classPath)
      throws IOException {
    Path data = directory.resolve("training");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Cluster.COMMON_FLAGS);
    command.addAll(jvmFlags);
    command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-cp", classPath));
    command.addAll(List.of(MasterProcess.class.getName(), data.toString()));
    command.addAll(List.of("0", "0", "10000", "30000"));
    Process training =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("training.log").toFile())
            .start();
    try {
      Cluster.await(
          "the master in training",
          TimeUnit.SECONDS.toMillis(TRAINING_SECONDS),
          () -> !training.isAlive() || Files.exists(data.resolve("endpoint.json")));
      training.destroy();
      training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no master came up to be trained", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      training.destroyForcibly();
    }
  }
}
