package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads a recorded workload of whatever form, by what is in it. */
public final class Traces {
  private static final int JOBS_MAX = 1_000_000;
  private static final int CORES_PER_DEVICE = 8;
  private static final String SWF = ".swf";

  private Traces() {}

  /**
   * The jobs of an {@code .swf} file, a {@code .csv} of Muri or of Microsoft's ITP, a {@link
   * TraceFile}, or the data directory or backup of a master; the last two bring their machines
   * along.
   *
   * @param workers how many machines, where the trace says nothing of them
   * @param devices GPUs of each, or processors for {@code .swf}
   * @throws IOException when it cannot be read; says why
   */
  public static Workload read(Path file, int workers, int devices) throws IOException {
    if (Files.isDirectory(file)) {
      return JournalTrace.read(file);
    }
    if (String.valueOf(file.getFileName()).endsWith(SWF)) {
      return Swf.read(file, workers, devices, JOBS_MAX);
    }
    String header;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String first = reader.readLine();
      header = first == null ? "" : first;
    }
    if (header.startsWith("job_id,num_gpu,submit_s")) {
      return Muri.nodes(file, true);
    }
    if (header.startsWith("job_idx,submit_s")) {
      return itp(file, workers, devices);
    }
    if (header.startsWith(TraceFile.HEADING)) {
      return TraceFile.read(file);
    }
    throw new IOException(
        "it is no .swf file, no .csv of Muri or ITP, no exported trace, and no data directory; it"
            + " begins with '"
            + header.substring(0, Math.min(60, header.length()))
            + "'");
  }

  /** Jobs on more devices than a machine has are gangs; each knows its kind: how many it asks. */
  private static Workload itp(Path file, int workers, int devices) throws IOException {
    List<TraceJob> jobs = new ArrayList<>();
    List<MsItpTrace.Job> read = MsItpTrace.read(file);
    long first = read.isEmpty() ? 0 : read.getFirst().submitSeconds();
    for (MsItpTrace.Job job : read) {
      int tasks = (job.gpus() + devices - 1) / devices;
      int each = (job.gpus() + tasks - 1) / tasks;
      Request request =
          new Request(new Resources(1_000 * each, 0, 0), GpuRequest.whole(each), Map.of());
      JobSpec spec =
          JobSpec.of("job" + job.index(), request, new TaskBody.Handler("sleep", "{}"))
              .withTerms(new Terms(0, 0, tasks > 1, true, job.gpus() + "-gpu"));
      jobs.add(
          new TraceJob(
              spec.name(),
              "itp",
              spec,
              tasks,
              (job.submitSeconds() - first) * Workload.MILLIS,
              job.durationSeconds() * Workload.MILLIS,
              0));
    }
    List<WorkerSpec> machines =
        IntStream.range(0, workers).mapToObj(i -> machine("w" + i, devices)).toList();
    return new Workload(String.valueOf(file.getFileName()), jobs, machines, Workload.MILLIS);
  }

  private static WorkerSpec machine(String name, int devices) {
    List<Device> all =
        IntStream.range(0, devices)
            .mapToObj(i -> new Device(name + "-" + i, i, Vendor.NVIDIA, "GPU", 0, 0, -1, "", true))
            .toList();
    return WorkerSpec.of(name, new Resources(1_000 * CORES_PER_DEVICE * devices, 0, 0), all);
  }
}
