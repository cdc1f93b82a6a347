package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the GPU-sharing cluster that Alibaba published (openb): its machines and lists of what was
 * asked of them. Times are not read: the lists serve to fill the cluster, not to replay days.
 */
public final class OpenbTrace {
  private static final String NODES = "node_id,cpu_milli,memory_mib,gpus,gpu_model";
  private static final String PODS =
      "pod_id,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,phase,creation_s,deletion_s,"
          + "scheduled_s";
  private static final long MIB = 1L << 20;
  private static final int DEVICES_MAX = 64;

  private OpenbTrace() {}

  /**
   * The machines, in order of the file. The trace knows nothing of device memory; it is 0.
   *
   * @throws IOException when the file cannot be read or is not such a list; says which line
   */
  public static List<WorkerSpec> readNodes(Path file) throws IOException {
    return read(file, NODES, OpenbTrace::node);
  }

  /**
   * What was asked for, in order of the file.
   *
   * @throws IOException as {@link #readNodes}
   */
  public static List<Request> readPods(Path file) throws IOException {
    return read(file, PODS, OpenbTrace::pod);
  }

  private static <T> List<T> read(Path file, String header, Function<String[], T> parse)
      throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(header)) {
      throw new IOException(file + " is not such a list: its first line is not '" + header + "'");
    }
    int columns = header.split(",", -1).length;
    List<T> rows = new ArrayList<>(lines.size() - 1);
    for (int i = 1; i < lines.size(); i++) {
      String[] parts = lines.get(i).split(",", -1);
      String where = file + " line " + (i + 1);
      if (parts.length != columns) {
        throw new IOException(where + " has " + parts.length + " columns, not " + columns);
      }
      try {
        rows.add(parse.apply(parts));
      } catch (IllegalArgumentException e) {
        throw new IOException(where + " cannot be read: " + e.getMessage(), e);
      }
    }
    return rows;
  }

  private static WorkerSpec node(String[] parts) {
    int gpus = Integer.parseInt(parts[3]);
    if (gpus < 0 || gpus > DEVICES_MAX) {
      throw new IllegalArgumentException(gpus + " devices");
    }
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < gpus; i++) {
      String uuid = parts[0] + "-" + i;
      devices.add(new Device(uuid, i, Vendor.NVIDIA, parts[4], 0, 0, -1, "", true));
    }
    return WorkerSpec.of(parts[0], host(parts), devices);
  }

  private static Request pod(String[] parts) {
    int count = Integer.parseInt(parts[3]);
    List<String> models = parts[5].isEmpty() ? List.of() : Arrays.asList(parts[5].split("\\|"));
    GpuRequest gpu =
        count == 0
            ? GpuRequest.NONE
            : new GpuRequest(count, Integer.parseInt(parts[4]), 0, List.of(), models, 0);
    return new Request(host(parts), gpu, Map.of());
  }

  private static Resources host(String[] parts) {
    return new Resources(Integer.parseInt(parts[1]), Long.parseLong(parts[2]) * MIB, 0);
  }
}
