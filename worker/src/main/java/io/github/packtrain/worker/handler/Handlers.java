package io.github.packtrain.worker.handler;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;

/** The handlers of this worker, by name. */
public final class Handlers {
  private final TreeMap<String, TaskHandler> byName = new TreeMap<>();

  private Handlers(Iterable<TaskHandler> handlers) {
    for (TaskHandler handler : handlers) {
      TaskHandler other = byName.put(handler.name(), handler);
      if (other != null) {
        throw new IllegalStateException(
            "two handlers are named '%s': %s and %s"
                .formatted(
                    handler.name(), other.getClass().getName(), handler.getClass().getName()));
      }
    }
  }

  /** All that {@link ServiceLoader} finds on the class path. */
  public static Handlers load() {
    return new Handlers(ServiceLoader.load(TaskHandler.class));
  }

  /** These and no others. */
  public static Handlers of(Collection<? extends TaskHandler> handlers) {
    return new Handlers(List.copyOf(handlers));
  }

  public Optional<TaskHandler> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public SortedSet<String> names() {
    return byName.navigableKeySet();
  }
}
