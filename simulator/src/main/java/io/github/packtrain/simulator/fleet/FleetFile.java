package io.github.packtrain.simulator.fleet;

import io.github.packtrain.model.Spelling;
import io.github.packtrain.simulator.fleet.Fleet.Machines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a {@link Fleet}; {@code bench/fleets/heterogeneous.yaml} shows every key there is. */
public final class FleetFile {
  private static final int TASKS_MAX = 1_000_000;
  private static final int WORKERS_MAX = 10_000;
  private static final int DEVICES_MAX = 64;
  private static final int CORES_MAX = 10_000;
  private static final int MEMORY_GIB_MAX = 10_000;
  private static final double SPEED_MAX = 1_000;

  private final Map<?, ?> values;
  private final TreeSet<String> asked = new TreeSet<>();

  private FleetFile(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read, or says something else than a fleet; the message
   *     names the key
   */
  public static Fleet read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static Fleet parse(String text) throws IOException {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (!(root instanceof Map<?, ?> map)) {
        throw new IOException("it is not a list of keys with values");
      }
      return new FleetFile(map).fleet();
    } catch (YamlEngineException e) {
      throw new IOException("it is not YAML: " + e.getMessage(), e);
    }
  }

  private Fleet fleet() throws IOException {
    List<Machines> machines = new ArrayList<>();
    for (Object each : list("workers")) {
      if (!(each instanceof Map<?, ?> map)) {
        throw new IOException("workers: '" + each + "' is not {count: …, hardware: …, cores: …}");
      }
      machines.add(new FleetFile(map).machines());
    }
    Fleet fleet =
        new Fleet(
            machines,
            list("families").stream().map(String::valueOf).toList(),
            number("factor_sigma", 0, 5),
            number("warm_faster", 0, 10),
            number("warm_minutes", 0, 10_000),
            number("flaky_workers", 0, 1),
            number("flaky_fails", 0, 0.9),
            (int) number("tasks", 1, TASKS_MAX),
            number("median_seconds", 0.001, 1e7),
            number("sigma", 0, 5),
            number("cpu_only", 0, 1),
            number("load", 0.001, 10));
    refuseOthers();
    if (fleet.families().isEmpty() || machines.stream().noneMatch(each -> each.gpus() > 0)) {
      throw new IOException("it needs a family and a machine with a GPU");
    }
    return fleet;
  }

  private Machines machines() throws IOException {
    asked.add("hardware");
    int gpus = values.containsKey("gpus") ? (int) number("gpus", 0, DEVICES_MAX) : 0;
    Machines machines =
        new Machines(
            (int) number("count", 1, WORKERS_MAX),
            String.valueOf(values.get("hardware")),
            (int) number("cores", 1, CORES_MAX),
            gpus,
            gpus == 0 ? 0 : (int) number("gpu_memory_gib", 1, MEMORY_GIB_MAX),
            gpus == 0 ? 1 : number("speed", 0.001, SPEED_MAX));
    refuseOthers();
    return machines;
  }

  private List<?> list(String key) throws IOException {
    asked.add(key);
    if (values.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IOException(key + " is not a list, or missing");
  }

  private double number(String key, double least, double most) throws IOException {
    asked.add(key);
    Object value = values.get(key);
    if (value instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw new IOException(key + " is '" + value + "', not a number from " + least + " to " + most);
  }

  private void refuseOthers() throws IOException {
    for (Object key : values.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        throw new IOException(
            "there is no key '" + key + "'; " + Spelling.hint(String.valueOf(key), asked));
      }
    }
  }
}
