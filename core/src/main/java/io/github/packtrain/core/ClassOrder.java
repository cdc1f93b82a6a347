package io.github.packtrain.core;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;

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
          .thenComparing(GpuRequest::vendors, ClassOrder::byElements)
          .thenComparing(GpuRequest::models, ClassOrder::byElements);

  private static final Comparator<Profile> PROFILE =
      Comparator.comparing(Profile::kind)
          .thenComparing(Profile::family)
          .thenComparing(Profile::model)
          .thenComparingInt(Profile::sizeMilli)
          .thenComparingInt(Profile::batch)
          .thenComparing(Profile::shares, ClassOrder::byElements);

  static final Comparator<ClassKey> BY_KEY =
      Comparator.comparingInt((ClassKey key) -> -key.priority())
          .thenComparing(ClassKey::queue)
          .thenComparing(
              ClassKey::request,
              Comparator.comparing(Request::resources, RESOURCES)
                  .thenComparing(Request::gpu, GPU)
                  .thenComparing(Request::labels, ClassOrder::byEntries)
                  .thenComparing(request -> request.topology().require())
                  .thenComparing(request -> request.topology().prefer()))
          .thenComparingInt(ClassKey::gang)
          .thenComparing(ClassKey::party)
          .thenComparing(ClassKey::profile, PROFILE);

  private ClassOrder() {}

  private static <T extends Comparable<? super T>> int byElements(
      Collection<T> a, Collection<T> b) {
    Iterator<T> left = a.iterator();
    Iterator<T> right = b.iterator();
    while (left.hasNext() && right.hasNext()) {
      int order = left.next().compareTo(right.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  /** Labels are sorted by key, so equal maps are equal in both walks. */
  private static int byEntries(Map<String, String> a, Map<String, String> b) {
    int byKeys = byElements(a.keySet(), b.keySet());
    return byKeys != 0 ? byKeys : byElements(a.values(), b.values());
  }
}
