package io.github.packtrain.cli.command;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.fleet.Fleet;
import io.github.packtrain.simulator.fleet.FleetFile;
import io.github.packtrain.simulator.replay.Experiment.Course;
import io.github.packtrain.simulator.replay.Failing;
import io.github.packtrain.simulator.replay.World;
import io.github.packtrain.simulator.trace.Generated;
import io.github.packtrain.simulator.trace.OpenbTrace;
import io.github.packtrain.simulator.trace.Traces;
import io.github.packtrain.simulator.trace.Workload;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What {@code packtrain sim} replays: a recorded trace or made-up jobs, on machines of their own or
 * on those of a file.
 *
 * @param trace or null for made-up jobs
 * @param cluster machines as {@code .csv}, a fleet as {@code .yaml}, or null
 * @param made how to make jobs up, and how many machines where no file says it
 * @param jobs how many to make up; 0 when not said
 * @param failures part of the attempts that fail halfway
 */
record SimWork(
    @Nullable Path trace, @Nullable Path cluster, Generated made, int jobs, double failures) {

  /** By seed. */
  LongFunction<Course> courses() {
    return trace == null ? madeUp() : recorded(trace);
  }

  private LongFunction<Course> recorded(Path file) {
    Workload read = reading(file, () -> Traces.read(file, made.workers(), made.gpusPerWorker()));
    Workload placed = cluster == null ? read : read.on(machines(cluster));
    return _ -> new Course(placed, world());
  }

  private LongFunction<Course> madeUp() {
    if (cluster != null && isFleet(cluster)) {
      if (failures > 0) {
        throw Failure.usage(
            "value",
            "--failures and a fleet as --cluster exclude each other",
            "the file of the fleet says who fails",
            "leave --failures out, or set flaky_workers in " + cluster);
      }
      Fleet fleet = fleet(cluster);
      return (jobs == 0 ? fleet : fleet.withTasks(jobs))::of;
    }
    if (cluster == null) {
      return seed -> new Course(made.of(seed), world());
    }
    List<WorkerSpec> machines = machines(cluster);
    int most = machines.stream().mapToInt(each -> each.devices().size()).max().orElse(0);
    int all = machines.stream().mapToInt(each -> each.devices().size()).sum();
    if (all == 0) {
      throw Failure.usage(
          "value",
          "no machine of " + cluster + " has a GPU",
          "made-up jobs need GPUs",
          "name another file, or a --trace that needs none");
    }
    Generated sized = made.on(Math.max(1, all / most), most);
    return seed -> new Course(sized.of(seed).on(machines), world());
  }

  private World world() {
    return failures == 0 ? World.AS_RECORDED : new Failing(1, failures);
  }

  private static List<WorkerSpec> machines(Path file) {
    return isFleet(file) ? fleet(file).workers() : reading(file, () -> OpenbTrace.readNodes(file));
  }

  private static Fleet fleet(Path file) {
    return reading(file, () -> FleetFile.read(file));
  }

  private static boolean isFleet(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private interface Reader<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Path file, Reader<T> reader) {
    try {
      return reader.read();
    } catch (IOException | NumberFormatException e) {
      throw new Failure(
          ExitCode.ERROR,
          "SIM.trace",
          file + " cannot be read",
          e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage()),
          "--trace takes a .swf file, a .csv of Muri or ITP, a file of sim export, or a master's"
              + " data directory;"
              + " --cluster a .csv of machines or a fleet's .yaml");
    }
  }
}
