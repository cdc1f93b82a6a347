package io.github.packtrain.journal;

import io.github.packtrain.journal.JournalException.TooNew;
import io.github.packtrain.journal.v1.SpecProto;
import io.github.packtrain.model.After;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between the nouns of the model and the schema of the journal. */
final class SpecCodec {
  static final EnumPair<Outcome, SpecProto.Outcome> OUTCOME =
      EnumPair.of(Outcome.class, SpecProto.Outcome.class, "OUTCOME_");
  private static final EnumPair<Vendor, SpecProto.Vendor> VENDOR =
      EnumPair.of(Vendor.class, SpecProto.Vendor.class, "VENDOR_");
  private static final EnumPair<LeasePolicy, SpecProto.LeasePolicy> LEASE_POLICY =
      EnumPair.of(LeasePolicy.class, SpecProto.LeasePolicy.class, "LEASE_POLICY_");

  private static final EnumPair<Topology.Level, SpecProto.TopologyLevel> TOPOLOGY_LEVEL =
      EnumPair.of(Topology.Level.class, SpecProto.TopologyLevel.class, "TOPOLOGY_LEVEL_");

  private SpecCodec() {}

  // ---- jobs

  static SpecProto.JobSpec write(JobSpec spec) {
    SpecProto.JobSpec.Builder out =
        SpecProto.JobSpec.newBuilder()
            .setName(spec.name())
            .setQueue(spec.queue())
            .setPriority(spec.priority())
            .setRequest(write(spec.request()))
            .setRetry(
                SpecProto.RetryPolicy.newBuilder()
                    .setMaxAttempts(spec.retry().maxAttempts())
                    .setBackoffMillis(spec.retry().backoffMillis())
                    .setBackoffMaxMillis(spec.retry().backoffMaxMillis())
                    .setMaxLosses(spec.retry().maxLosses()))
            .setTimeLimitMillis(spec.timeLimitMillis())
            .setGraceMillis(spec.graceMillis())
            .setLeasePolicy(LEASE_POLICY.write(spec.leasePolicy()))
            .addAllRequiredMetrics(spec.requiredMetrics())
            .setMaxParallel(spec.maxParallel())
            .setStudy(spec.study());
    switch (spec.body()) {
      case TaskBody.Command(List<String> argv, Map<String, String> environment, String workdir) ->
          out.setCommand(
              SpecProto.Command.newBuilder()
                  .addAllArgv(argv)
                  .addAllEnvironment(writePairs(environment))
                  .setWorkdir(workdir));
      case TaskBody.Handler(String name, String options) ->
          out.setHandler(SpecProto.Handler.newBuilder().setName(name).setOptions(options));
    }
    if (!spec.terms().equals(Terms.NONE)) {
      out.setTerms(write(spec.terms()));
    }
    if (!spec.after().equals(After.NONE)) {
      out.setAfter(write(spec.after()));
    }
    return out.build();
  }

  static JobSpec read(SpecProto.JobSpec in) {
    return new JobSpec(
        in.getName(),
        in.getQueue(),
        in.getPriority(),
        read(in.getRequest()),
        readBody(in),
        new RetryPolicy(
            in.getRetry().getMaxAttempts(),
            in.getRetry().getBackoffMillis(),
            in.getRetry().getBackoffMaxMillis(),
            in.getRetry().getMaxLosses()),
        in.getTimeLimitMillis(),
        in.getGraceMillis(),
        LEASE_POLICY.read(in.getLeasePolicy()),
        in.getRequiredMetricsList(),
        in.getMaxParallel(),
        in.getStudy(),
        in.hasTerms() ? read(in.getTerms()) : Terms.NONE,
        in.hasAfter() ? read(in.getAfter()) : After.NONE);
  }

  private static SpecProto.After write(After after) {
    SpecProto.After.Builder out = SpecProto.After.newBuilder().setKeep(after.keep());
    for (Dependency dependency : after.dependencies()) {
      out.addDependencies(
          SpecProto.After.Dependency.newBuilder()
              .setJob(dependency.job().value())
              .setTask(dependency.index() + 1)
              .setAny(dependency.when() == When.ENDED));
    }
    return out.build();
  }

  private static After read(SpecProto.After in) {
    return new After(
        in.getDependenciesList().stream()
            .map(
                one ->
                    new Dependency(
                        one.getAny() ? When.ENDED : When.SUCCEEDED,
                        new JobId(one.getJob()),
                        one.getTask() - 1))
            .toList(),
        in.getKeep());
  }

  private static SpecProto.Terms write(Terms terms) {
    SpecProto.Terms.Builder out =
        SpecProto.Terms.newBuilder()
            .setEstimateMillis(terms.estimateMillis())
            .setDeadlineMillis(terms.deadlineMillis())
            .setFirm(terms.firm())
            .setGang(terms.gang())
            .setPreemptible(terms.preemptible())
            .setKind(terms.kind());
    Profile profile = terms.profile();
    if (!profile.equals(Profile.ofKind(terms.kind()))) {
      out.setProfile(
          SpecProto.Profile.newBuilder()
              .setModel(profile.model())
              .setFamily(profile.family())
              .setSizeMilli(profile.sizeMilli())
              .setBatch(profile.batch())
              .addAllShares(profile.shares()));
    }
    return out.build();
  }

  private static Terms read(SpecProto.Terms in) {
    SpecProto.Profile profile = in.getProfile();
    return new Terms(
        in.getEstimateMillis(),
        in.getDeadlineMillis(),
        in.getFirm(),
        in.getGang(),
        in.getPreemptible(),
        in.hasProfile()
            ? new Profile(
                in.getKind(),
                profile.getModel(),
                profile.getFamily(),
                profile.getSizeMilli(),
                profile.getBatch(),
                profile.getSharesList())
            : Profile.ofKind(in.getKind()));
  }

  private static TaskBody readBody(SpecProto.JobSpec in) {
    return switch (in.getBodyCase()) {
      case COMMAND ->
          new TaskBody.Command(
              in.getCommand().getArgvList(),
              readPairs(in.getCommand().getEnvironmentList()),
              in.getCommand().getWorkdir());
      case HANDLER -> new TaskBody.Handler(in.getHandler().getName(), in.getHandler().getOptions());
      case BODY_NOT_SET -> throw new TooNew("this release does not know every kind of task");
    };
  }

  private static SpecProto.Request write(Request request) {
    SpecProto.Request.Builder out =
        SpecProto.Request.newBuilder()
            .setResources(write(request.resources()))
            .setGpu(write(request.gpu()))
            .addAllLabels(writePairs(request.labels()));
    Topology topology = request.topology();
    if (!topology.equals(Topology.NONE)) {
      out.setTopology(
          SpecProto.Topology.newBuilder()
              .setRequire(TOPOLOGY_LEVEL.write(topology.require()))
              .setPrefer(TOPOLOGY_LEVEL.write(topology.prefer())));
    }
    return out.build();
  }

  private static Request read(SpecProto.Request in) {
    return new Request(
        read(in.getResources()),
        read(in.getGpu()),
        readPairs(in.getLabelsList()),
        in.hasTopology() ? read(in.getTopology()) : Topology.NONE);
  }

  private static Topology read(SpecProto.Topology in) {
    return new Topology(TOPOLOGY_LEVEL.read(in.getRequire()), TOPOLOGY_LEVEL.read(in.getPrefer()));
  }

  private static SpecProto.GpuRequest write(GpuRequest gpu) {
    return SpecProto.GpuRequest.newBuilder()
        .setCount(gpu.count())
        .setMilli(gpu.milli())
        .setMemoryBytes(gpu.memoryBytes())
        .addAllVendors(gpu.vendors().stream().map(VENDOR::write).toList())
        .addAllModels(gpu.models())
        .setComputeCapability(gpu.computeCapability())
        .build();
  }

  private static GpuRequest read(SpecProto.GpuRequest in) {
    return new GpuRequest(
        in.getCount(),
        in.getMilli(),
        in.getMemoryBytes(),
        in.getVendorsList().stream().map(VENDOR::read).toList(),
        in.getModelsList(),
        in.getComputeCapability());
  }

  private static SpecProto.Resources write(Resources resources) {
    return SpecProto.Resources.newBuilder()
        .setCpuMilli(resources.cpuMilli())
        .setMemoryBytes(resources.memoryBytes())
        .setDiskBytes(resources.diskBytes())
        .build();
  }

  private static Resources read(SpecProto.Resources in) {
    return new Resources(in.getCpuMilli(), in.getMemoryBytes(), in.getDiskBytes());
  }

  // ---- workers

  static SpecProto.WorkerSpec write(WorkerSpec spec) {
    return SpecProto.WorkerSpec.newBuilder()
        .setName(spec.name())
        .setCapacity(write(spec.capacity()))
        .setAllocatable(write(spec.allocatable()))
        .addAllDevices(spec.devices().stream().map(SpecCodec::write).toList())
        .addAllLabels(writePairs(spec.labels()))
        .setCostMicrosPerHour(spec.costMicrosPerHour())
        .setVersion(spec.version())
        .addAllLimitations(spec.limitations())
        .build();
  }

  static WorkerSpec read(SpecProto.WorkerSpec in) {
    return new WorkerSpec(
        in.getName(),
        read(in.getCapacity()),
        read(in.getAllocatable()),
        in.getDevicesList().stream().map(SpecCodec::read).toList(),
        readPairs(in.getLabelsList()),
        in.getCostMicrosPerHour(),
        in.getVersion(),
        in.getLimitationsList());
  }

  private static SpecProto.Device write(Device device) {
    return SpecProto.Device.newBuilder()
        .setUuid(device.uuid())
        .setIndex(device.index())
        .setVendor(VENDOR.write(device.vendor()))
        .setModel(device.model())
        .setMemoryBytes(device.memoryBytes())
        .setComputeCapability(device.computeCapability())
        .setNumaNode(device.numaNode())
        .setParentUuid(device.parentUuid())
        .setHealthy(device.healthy())
        .setIsland(device.island())
        .build();
  }

  private static Device read(SpecProto.Device in) {
    return new Device(
        in.getUuid(),
        in.getIndex(),
        VENDOR.read(in.getVendor()),
        in.getModel(),
        in.getMemoryBytes(),
        in.getComputeCapability(),
        in.getNumaNode(),
        in.getParentUuid(),
        in.getHealthy(),
        in.getIsland());
  }

  static Iterable<SpecProto.DeviceShare> writeShares(List<DeviceShare> shares) {
    List<SpecProto.DeviceShare> out = new ArrayList<>(shares.size());
    for (DeviceShare share : shares) {
      out.add(
          SpecProto.DeviceShare.newBuilder()
              .setDevice(share.device())
              .setMilli(share.milli())
              .setMemoryBytes(share.memoryBytes())
              .build());
    }
    return out;
  }

  static List<DeviceShare> readShares(List<SpecProto.DeviceShare> in) {
    List<DeviceShare> shares = new ArrayList<>(in.size());
    for (SpecProto.DeviceShare share : in) {
      shares.add(new DeviceShare(share.getDevice(), share.getMilli(), share.getMemoryBytes()));
    }
    return shares;
  }

  // ---- results

  static SpecProto.AttemptResult write(AttemptResult result) {
    return SpecProto.AttemptResult.newBuilder()
        .setOutcome(OUTCOME.write(result.outcome()))
        .setExitCode(result.exitCode())
        .setSignal(result.signal())
        .setMessage(result.message())
        .addAllMetrics(writeMetrics(result.metrics()))
        .setRunMillis(result.runMillis())
        .build();
  }

  static AttemptResult read(SpecProto.AttemptResult in) {
    return new AttemptResult(
        OUTCOME.read(in.getOutcome()),
        in.getExitCode(),
        in.getSignal(),
        in.getMessage(),
        readMetrics(in.getMetricsList()),
        in.getRunMillis());
  }

  /** In the map's own order, so that equal facts give equal bytes. */
  static Iterable<SpecProto.Metric> writeMetrics(Map<String, Double> metrics) {
    List<SpecProto.Metric> out = new ArrayList<>(metrics.size());
    metrics.forEach(
        (name, value) ->
            out.add(SpecProto.Metric.newBuilder().setName(name).setValue(value).build()));
    return out;
  }

  static SortedMap<String, Double> readMetrics(List<SpecProto.Metric> in) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    for (SpecProto.Metric metric : in) {
      metrics.put(metric.getName(), metric.getValue());
    }
    return metrics;
  }

  static Iterable<SpecProto.Pair> writePairs(Map<String, String> map) {
    List<SpecProto.Pair> out = new ArrayList<>(map.size());
    map.forEach(
        (key, value) -> out.add(SpecProto.Pair.newBuilder().setKey(key).setValue(value).build()));
    return out;
  }

  static Map<String, String> readPairs(List<SpecProto.Pair> in) {
    Map<String, String> map = new TreeMap<>();
    for (SpecProto.Pair pair : in) {
      map.put(pair.getKey(), pair.getValue());
    }
    return map;
  }
}
