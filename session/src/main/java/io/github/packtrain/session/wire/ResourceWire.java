package io.github.packtrain.session.wire;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.TopologyLevel;
import java.util.List;

/** Resources, devices, requests and workers on the wire. */
public final class ResourceWire {
  private static final int DEVICES_MAX = 1_024;
  private static final int LABELS_MAX = 256;
  private static final int LABEL_CHARS_MAX = 256;
  private static final int NAME_CHARS_MAX = 63;

  private ResourceWire() {}

  public static io.github.packtrain.protocol.v1.Resources toWire(Resources resources) {
    return io.github.packtrain.protocol.v1.Resources.newBuilder()
        .setCpuMilli(resources.cpuMilli())
        .setMemoryBytes(resources.memoryBytes())
        .setDiskBytes(resources.diskBytes())
        .build();
  }

  public static Resources toModel(io.github.packtrain.protocol.v1.Resources wire) {
    return valid(
        "resources",
        () -> new Resources(wire.getCpuMilli(), wire.getMemoryBytes(), wire.getDiskBytes()));
  }

  public static io.github.packtrain.protocol.v1.GpuRequest toWire(GpuRequest gpu) {
    var wire =
        io.github.packtrain.protocol.v1.GpuRequest.newBuilder()
            .setCount(gpu.count())
            .setGpuMilli(gpu.milli())
            .setMemoryBytes(gpu.memoryBytes())
            .addAllModels(gpu.models())
            .setComputeCapability(gpu.computeCapability());
    gpu.vendors().forEach(vendor -> wire.addVendors(toWire(vendor)));
    return wire.build();
  }

  public static GpuRequest toModel(io.github.packtrain.protocol.v1.GpuRequest wire) {
    if (wire.getCount() == 0 && wire.getGpuMilli() == 0) {
      if (wire.getMemoryBytes() != 0 || wire.getModelsCount() > 0 || wire.getVendorsCount() > 0) {
        throw WireException.invalid(
            "GPU_COUNT_MISSING",
            "the GPU request names a kind or memory but no count",
            "set the count, such as 1");
      }
      return GpuRequest.NONE;
    }
    int count = wire.getCount() == 0 ? 1 : wire.getCount();
    int milli = wire.getGpuMilli() == 0 ? GpuRequest.WHOLE : wire.getGpuMilli();
    List<Vendor> vendors = wire.getVendorsList().stream().map(ResourceWire::toModel).toList();
    return valid(
        "GPU request",
        () ->
            new GpuRequest(
                count,
                milli,
                wire.getMemoryBytes(),
                vendors,
                wire.getModelsList(),
                wire.getComputeCapability()));
  }

  public static io.github.packtrain.protocol.v1.Request toWire(Request request) {
    var wire =
        io.github.packtrain.protocol.v1.Request.newBuilder()
            .setResources(toWire(request.resources()))
            .setGpu(toWire(request.gpu()))
            .putAllLabels(request.labels());
    if (!request.topology().equals(Topology.NONE)) {
      wire.setTopology(
          io.github.packtrain.protocol.v1.Topology.newBuilder()
              .setRequire(toWire(request.topology().require()))
              .setPrefer(toWire(request.topology().prefer())));
    }
    return wire.build();
  }

  public static Request toModel(io.github.packtrain.protocol.v1.Request wire) {
    checkLabels(wire.getLabelsMap());
    return new Request(
        toModel(wire.getResources()),
        toModel(wire.getGpu()),
        wire.getLabelsMap(),
        new Topology(
            toModel(wire.getTopology().getRequire()), toModel(wire.getTopology().getPrefer())));
  }

  private static TopologyLevel toWire(Topology.Level level) {
    return switch (level) {
      case ANYWHERE -> TopologyLevel.ANYWHERE;
      case RACK -> TopologyLevel.RACK;
      case HOST -> TopologyLevel.HOST;
      case ISLAND -> TopologyLevel.ISLAND;
    };
  }

  private static Topology.Level toModel(TopologyLevel level) {
    return switch (level) {
      case TOPOLOGY_LEVEL_UNSPECIFIED, ANYWHERE -> Topology.Level.ANYWHERE;
      case RACK -> Topology.Level.RACK;
      case HOST -> Topology.Level.HOST;
      case ISLAND -> Topology.Level.ISLAND;
      case UNRECOGNIZED ->
          throw WireException.invalid(
              "TOPOLOGY_LEVEL",
              "the request names a level of topology that this release does not know",
              "use ANYWHERE, RACK, HOST or ISLAND");
    };
  }

  public static io.github.packtrain.protocol.v1.Vendor toWire(Vendor vendor) {
    return switch (vendor) {
      case NVIDIA -> io.github.packtrain.protocol.v1.Vendor.NVIDIA;
      case AMD -> io.github.packtrain.protocol.v1.Vendor.AMD;
      case OTHER -> io.github.packtrain.protocol.v1.Vendor.OTHER;
    };
  }

  static Vendor toModel(io.github.packtrain.protocol.v1.Vendor wire) {
    return switch (wire) {
      case NVIDIA -> Vendor.NVIDIA;
      case AMD -> Vendor.AMD;
      case OTHER, VENDOR_UNSPECIFIED, UNRECOGNIZED -> Vendor.OTHER;
    };
  }

  public static io.github.packtrain.protocol.v1.DeviceShare toWire(DeviceShare share) {
    return io.github.packtrain.protocol.v1.DeviceShare.newBuilder()
        .setDevice(share.device())
        .setGpuMilli(share.milli())
        .setMemoryBytes(share.memoryBytes())
        .build();
  }

  public static DeviceShare toModel(io.github.packtrain.protocol.v1.DeviceShare wire) {
    return valid(
        "device share",
        () -> new DeviceShare(wire.getDevice(), wire.getGpuMilli(), wire.getMemoryBytes()));
  }

  public static io.github.packtrain.protocol.v1.Device toWire(Device device) {
    return io.github.packtrain.protocol.v1.Device.newBuilder()
        .setUuid(device.uuid())
        .setIndex(device.index())
        .setVendor(toWire(device.vendor()))
        .setModel(device.model())
        .setMemoryBytes(device.memoryBytes())
        .setComputeCapability(device.computeCapability())
        .setNumaNode(device.numaNode())
        .setParentUuid(device.parentUuid())
        .setHealthy(device.healthy())
        .setIsland(device.island())
        .build();
  }

  public static Device toModel(io.github.packtrain.protocol.v1.Device wire) {
    return valid(
        "device",
        () ->
            new Device(
                wire.getUuid(),
                wire.getIndex(),
                toModel(wire.getVendor()),
                wire.getModel(),
                wire.getMemoryBytes(),
                wire.getComputeCapability(),
                wire.getNumaNode(),
                wire.getParentUuid(),
                wire.getHealthy(),
                wire.getIsland()));
  }

  public static io.github.packtrain.protocol.v1.WorkerSpec toWire(WorkerSpec spec) {
    var wire =
        io.github.packtrain.protocol.v1.WorkerSpec.newBuilder()
            .setName(spec.name())
            .setCapacity(toWire(spec.capacity()))
            .setAllocatable(toWire(spec.allocatable()))
            .putAllLabels(spec.labels())
            .setCostMicrosPerHour(spec.costMicrosPerHour())
            .setVersion(spec.version())
            .addAllLimitations(spec.limitations());
    spec.devices().forEach(device -> wire.addDevices(toWire(device)));
    return wire.build();
  }

  public static WorkerSpec toModel(io.github.packtrain.protocol.v1.WorkerSpec wire) {
    String name = wire.getName();
    if (name.isEmpty()
        || name.length() > NAME_CHARS_MAX
        || name.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw WireException.invalid(
          "WORKER_NAME",
          "a worker name has 1 to " + NAME_CHARS_MAX + " characters without spaces",
          "choose another --name");
    }
    if (wire.getDevicesCount() > DEVICES_MAX) {
      throw WireException.invalid(
          "TOO_MANY_DEVICES",
          "the worker lists " + wire.getDevicesCount() + " devices",
          "the limit is " + DEVICES_MAX);
    }
    checkLabels(wire.getLabelsMap());
    List<Device> devices = wire.getDevicesList().stream().map(ResourceWire::toModel).toList();
    return valid(
        "worker",
        () ->
            new WorkerSpec(
                name,
                toModel(wire.getCapacity()),
                toModel(wire.getAllocatable()),
                devices,
                wire.getLabelsMap(),
                wire.getCostMicrosPerHour(),
                wire.getVersion(),
                wire.getLimitationsList()));
  }

  private static void checkLabels(java.util.Map<String, String> labels) {
    boolean tooLong =
        labels.entrySet().stream()
            .anyMatch(
                label ->
                    label.getKey().isEmpty()
                        || label.getKey().length() > LABEL_CHARS_MAX
                        || label.getValue().length() > LABEL_CHARS_MAX);
    if (labels.size() > LABELS_MAX || tooLong) {
      throw WireException.invalid(
          "LABELS",
          labels.size() + " labels, or one too long",
          "at most " + LABELS_MAX + " labels of " + LABEL_CHARS_MAX + " characters");
    }
  }

  private interface Make<T> {
    T make();
  }

  /** The model's constructors refuse impossible values; their words become the rejection. */
  private static <T> T valid(String what, Make<T> make) {
    try {
      return make.make();
    } catch (IllegalArgumentException e) {
      throw WireException.invalid(
          "INVALID_" + what.toUpperCase(java.util.Locale.ROOT).replace(' ', '_'),
          String.valueOf(e.getMessage()),
          "correct the " + what);
    }
  }
}
