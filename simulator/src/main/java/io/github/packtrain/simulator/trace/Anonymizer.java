package io.github.packtrain.simulator.trace;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces what people called things by numbers: owners, jobs, queues, machines, labels, models of
 * tasks and what they share. Equal names stay equal and keep their order, so that it is scheduled
 * as before. Kinds of GPUs, islands, the label of racks and the common kinds of tasks stay: they
 * say what was asked for.
 */
final class Anonymizer {
  private static final List<String> COMMON_KINDS =
      List.of("", "benchmark", "test", "custom", "long-running", "data");

  private final Names owners = new Names("u");
  private final Names jobs = new Names("j");
  private final Names queues = new Names("q", JobSpec.QUEUE_DEFAULT);
  private final Names machines = new Names("w");
  private final Names devices = new Names("d", "");
  private final Names labels = new Names("l", Topology.RACK_LABEL);
  private final Names values = new Names("v");
  private final Names kinds = new Names("k", COMMON_KINDS.toArray(String[]::new));
  private final Names models = new Names("m", "");
  private final Names families = new Names("f", "");
  private final Names shares = new Names("s");

  private Anonymizer() {}

  static Workload of(Workload workload) {
    Anonymizer names = new Anonymizer();
    // The first pass meets every name, the second one knows their order.
    names.rewritten(workload);
    names.all().forEach(Names::number);
    return names.rewritten(workload);
  }

  private List<Names> all() {
    return List.of(
        owners, jobs, queues, machines, devices, labels, values, kinds, models, families, shares);
  }

  private Workload rewritten(Workload workload) {
    List<TraceJob> traced = new ArrayList<>();
    for (TraceJob job : workload.jobs()) {
      traced.add(
          new TraceJob(
              job.name(),
              owners.of(job.owner()),
              spec(job.spec()),
              job.tasks(),
              job.arrival(),
              job.run(),
              job.overhead()));
    }
    List<WorkerSpec> workers = workload.workers().stream().map(this::worker).toList();
    return new Workload("trace", traced, workers, workload.ticksPerSecond());
  }

  private JobSpec spec(JobSpec spec) {
    Request request = spec.request();
    Request plain =
        new Request(
            request.resources(), request.gpu(), labels(request.labels()), request.topology());
    return JobSpec.of(jobs.of(spec.name()), plain, spec.body())
        .withQueue(queues.of(spec.queue()), spec.priority())
        .withMaxParallel(spec.maxParallel())
        .withRetry(spec.retry())
        .withTerms(spec.terms().withProfile(profile(spec.terms().profile())));
  }

  private Profile profile(Profile profile) {
    return new Profile(
        kinds.of(profile.kind()),
        models.of(profile.model()),
        families.of(profile.family()),
        profile.sizeMilli(),
        profile.batch(),
        profile.shares().stream().map(shares::of).toList());
  }

  private WorkerSpec worker(WorkerSpec spec) {
    return new WorkerSpec(
        machines.of(spec.name()),
        spec.capacity(),
        spec.allocatable(),
        spec.devices().stream().map(this::device).toList(),
        labels(spec.labels()),
        spec.costMicrosPerHour(),
        "",
        List.of());
  }

  private Device device(Device device) {
    return new Device(
        devices.of(device.uuid()),
        device.index(),
        device.vendor(),
        device.model(),
        device.memoryBytes(),
        device.computeCapability(),
        device.numaNode(),
        devices.of(device.parentUuid()),
        device.healthy(),
        device.island());
  }

  private Map<String, String> labels(Map<String, String> given) {
    Map<String, String> plain = new TreeMap<>();
    given.forEach((label, value) -> plain.put(labels.of(label), values.of(value)));
    return plain;
  }

  /** Names of one sort of thing, and by what they are replaced. */
  private static final class Names {
    private static final int DIGITS = 6;

    private final String letter;
    private final List<String> kept;

    /** Each name met, and its number once all have been. */
    private final TreeMap<String, Integer> met = new TreeMap<>();

    Names(String letter, String... kept) {
      this.letter = letter;
      this.kept = List.of(kept);
    }

    /** All have been met: from now on each has its number, in their order. */
    void number() {
      int number = 0;
      for (Map.Entry<String, Integer> name : met.entrySet()) {
        name.setValue(++number);
      }
    }

    String of(String name) {
      if (kept.contains(name)) {
        return name;
      }
      String number = String.valueOf(met.computeIfAbsent(name, _ -> 0));
      return letter + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
    }
  }
}
