package io.github.packtrain.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Workers, or some of their devices, kept for somebody or for nobody over a time.
 *
 * @param name names it among others
 * @param workers names of the workers; empty for all there are. With {@code parts}: those among
 *     which the devices were chosen
 * @param parts devices that are kept, by worker; empty where whole workers are
 * @param holder whose tasks may run there meanwhile
 * @param startMillis since the epoch
 * @param endMillis since the epoch, after the start
 */
public record Reservation(
    String name,
    List<String> workers,
    List<Part> parts,
    Holder holder,
    long startMillis,
    long endMillis) {
  public Reservation {
    workers = List.copyOf(workers);
    parts = parts.stream().sorted(Comparator.comparing(Part::worker)).toList();
  }

  /** Whole workers. */
  public Reservation(
      String name, List<String> workers, Holder holder, long startMillis, long endMillis) {
    this(name, workers, List.of(), holder, startMillis, endMillis);
  }

  /** Devices of one worker, by their uuids. */
  public record Part(String worker, List<String> devices) {
    public Part {
      devices = List.copyOf(devices);
    }
  }

  /**
   * Whose it is: a queue's, or some users', or nobody's, as for maintenance.
   *
   * @param queue whose jobs may run there; empty where it is no queue's
   * @param users whose jobs may run there, in whatever queue
   */
  public record Holder(String queue, List<String> users) {
    public static final Holder NOBODY = new Holder("", List.of());

    public Holder {
      users = List.copyOf(users);
    }

    public static Holder queue(String queue) {
      return new Holder(queue, List.of());
    }

    public static Holder users(List<String> users) {
      return new Holder("", users);
    }

    /** Whether a task may run there. */
    public boolean includes(String taskQueue, String owner) {
      return users.isEmpty() ? queue.equals(taskQueue) : users.contains(owner);
    }

    /** Such as {@code queue exam}. */
    @Override
    public String toString() {
      if (users.isEmpty()) {
        return queue.isEmpty() ? "nobody" : "queue " + queue;
      }
      return (users.size() == 1 ? "user " : "users ") + String.join(", ", users);
    }
  }

  /** How many devices are kept, 0 where whole workers are. */
  public int devices() {
    return parts.stream().mapToInt(part -> part.devices().size()).sum();
  }

  /** What was asked for, before devices were chosen. */
  public Reservation asked() {
    return new Reservation(name, workers, holder, startMillis, endMillis);
  }

  /** With devices that were chosen. */
  public Reservation with(List<Part> chosen) {
    return new Reservation(name, workers, chosen, holder, startMillis, endMillis);
  }

  /** Whether it holds at some time of the span. */
  public boolean overlaps(long fromMillis, long untilMillis) {
    return startMillis < untilMillis && fromMillis < endMillis;
  }

  /** Whether the whole worker is kept. */
  public boolean keepsAllOf(String worker) {
    return parts.isEmpty() && (workers.isEmpty() || workers.contains(worker));
  }

  /** What is kept of a worker that is not kept whole. */
  public Optional<Part> findPart(String worker) {
    int low = 0;
    int high = parts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = parts.get(middle).worker().compareTo(worker);
      if (order == 0) {
        return Optional.of(parts.get(middle));
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return Optional.empty();
  }
}
