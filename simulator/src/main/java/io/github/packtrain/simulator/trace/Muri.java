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
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads the Muri traces: deep-learning jobs sampled from Microsoft Philly, with the published
 * results of several schedulers (Zhao et al., SIGCOMM 2022). Times are kept to the microsecond.
 *
 * <p>Columns: {@code
 * job_id,num_gpu,submit_s,iterations,iter_ms,service_s,trace_duration_s,model,batch_size,overhead_s}.
 */
public final class Muri {
  private static final int NODES = 8;
  private static final int GPUS_PER_NODE = 8;
  private static final long GIB = 1L << 30;

  private Muri() {}

  /**
   * The jobs for eight nodes with eight GPUs; jobs on more than eight are gangs of whole nodes.
   *
   * @param known whether the scheduler is told how long each job will run
   */
  public static Workload nodes(Path file, boolean known) throws IOException {
    List<WorkerSpec> workers =
        IntStream.range(0, NODES).mapToObj(i -> worker("node" + i, GPUS_PER_NODE)).toList();
    return read(file, known, GPUS_PER_NODE, workers);
  }

  /** The same where only the count of GPUs matters: one machine with all of them. */
  public static Workload counting(Path file, boolean known) throws IOException {
    int all = NODES * GPUS_PER_NODE;
    return read(file, known, all, List.of(worker("cluster", all)));
  }

  private static Workload read(Path file, boolean known, int mostPerTask, List<WorkerSpec> workers)
      throws IOException {
    List<TraceJob> jobs = new ArrayList<>();
    try (CsvTable table = CsvTable.open(file)) {
      for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
        int gpus = row.integer("num_gpu");
        int tasks = (gpus + mostPerTask - 1) / mostPerTask;
        String kind = row.text("model") + "/" + row.text("batch_size");
        long run = micros(row.text("service_s"));
        Terms terms = new Terms(known ? run : 0, 0, tasks > 1, true, kind);
        JobSpec spec =
            JobSpec.of(
                    "job" + row.text("job_id"),
                    request(gpus / tasks),
                    new TaskBody.Handler("sleep", "{}"))
                .withTerms(terms);
        jobs.add(
            new TraceJob(
                spec.name(),
                "philly",
                spec,
                tasks,
                micros(row.text("submit_s")),
                run,
                micros(row.text("overhead_s"))));
      }
    }
    return new Workload(String.valueOf(file.getFileName()), jobs, workers, Workload.MICROS);
  }

  private static long micros(String seconds) {
    return new BigDecimal(seconds).movePointRight(6).longValueExact();
  }

  private static Request request(int gpus) {
    return new Request(new Resources(0, 0, 0), GpuRequest.whole(gpus), Map.of());
  }

  private static WorkerSpec worker(String name, int gpus) {
    List<Device> devices =
        IntStream.range(0, gpus)
            .mapToObj(
                i ->
                    new Device(name + "-" + i, i, Vendor.NVIDIA, "V100", 16 * GIB, 70, 0, "", true))
            .toList();
    return WorkerSpec.of(name, new Resources(1_000, GIB, 0), devices);
  }
}
