package io.github.packtrain.core;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.Comparator;

/**
 * A total order of classes, so that tables of them have one order everywhere. It means nothing
 * else.
 */
final class ClassOrder {
  private static final Comparator<Resources> RESOURCES =
      Comparator.comparingInt(Resources::cpuMilli)
          .thenComparingLong(Resources::memoryBytes)
          .thenComparingLong(Resources::diskBytes);

  private static final Comparator<GpuRequest> GPU =
      Comparator.comparingInt(GpuRequest::count)
          .thenComparingInt(GpuRequest::milli)
          .thenComparingLong(GpuRequest::memoryBytes)
          .thenComparingInt(GpuRequest::computeCapability)
          .thenComparing(gpu -> gpu.vendors().toString())
          .thenComparing(gpu -> String.join("\n", gpu.models()));

  static final Comparator<ClassKey> BY_KEY =
      Comparator.comparingInt((ClassKey key) -> -key.priority())
          .thenComparing(ClassKey::queue)
          .thenComparing(
              ClassKey::request,
              Comparator.comparing(Request::resources, RESOURCES)
                  .thenComparing(Request::gpu, GPU)
                  .thenComparing(request -> request.labels().toString()));

  private ClassOrder() {}
}
