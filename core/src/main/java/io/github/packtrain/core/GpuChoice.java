package io.github.packtrain.core;

import io.github.packtrain.core.plan.PlanView.Ending;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.Reservation.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which GPUs a reservation of a number of them keeps: healthy ones of workers that are there and do
 * not drain, not reserved at any time of it, and free at its start as far as one knows. All on the
 * one worker with the fewest such that are enough; else on as few workers as can be.
 *
 * <p>Example: a has 2, b has 4, c has 8. Of 3 all are on b; of 10, 8 are on c and 2 on a.
 *
 * <p>Cost: a pass over the workers and over what runs, once for each reservation.
 */
final class GpuChoice {
  private final CoreState state;
  private final Reservation wanted;
  private int listed;
  private int reserved;
  private int busy;

  /** By worker, those that can be kept. */
  private final List<Part> open = new ArrayList<>();

  /** What came of it. */
  sealed interface Outcome {}

  record Chosen(List<Part> parts) implements Outcome {}

  record TooFew(Rejection rejection) implements Outcome {}

  GpuChoice(CoreState state, Reservation wanted, long nowMillis) {
    this.state = state;
    this.wanted = wanted;
    TreeMap<Integer, TreeSet<Integer>> held = heldAtStart(nowMillis);
    for (WorkerRecord worker : state.workers.values()) {
      boolean named = wanted.workers().isEmpty() || wanted.workers().contains(worker.spec.name());
      if (named && !worker.lost && !worker.draining) {
        look(worker, held.getOrDefault(worker.id.value(), new TreeSet<>()));
      }
    }
  }

  /** Positions of devices that somebody will still be on, by worker. */
  private TreeMap<Integer, TreeSet<Integer>> heldAtStart(long nowMillis) {
    TreeMap<Integer, TreeSet<Integer>> held = new TreeMap<>();
    for (Ending ending : Spans.asked(state).endings(nowMillis)) {
      if (ending.atMillis() > Math.max(nowMillis, wanted.startMillis())) {
        for (DeviceShare share : ending.allocation().devices()) {
          held.computeIfAbsent(ending.worker().value(), _ -> new TreeSet<>()).add(share.device());
        }
      }
    }
    return held;
  }

  private void look(WorkerRecord worker, TreeSet<Integer> held) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < worker.spec.devices().size(); i++) {
      Device device = worker.spec.devices().get(i);
      if (device.healthy()) {
        listed++;
        boolean taken = isReserved(worker.spec.name(), device.uuid());
        reserved += taken ? 1 : 0;
        busy += !taken && held.contains(i) ? 1 : 0;
        if (!taken && !held.contains(i)) {
          found.add(device.uuid());
        }
      }
    }
    if (!found.isEmpty()) {
      open.add(new Part(worker.spec.name(), found));
    }
  }

  private boolean isReserved(String worker, String device) {
    return state.reservations.values().stream()
        .filter(other -> other.overlaps(wanted.startMillis(), wanted.endMillis()))
        .anyMatch(
            other ->
                other.keepsAllOf(worker)
                    || other.findPart(worker).map(p -> p.devices().contains(device)).orElse(false));
  }

  Outcome choose(int gpus) {
    int available = open.stream().mapToInt(part -> part.devices().size()).sum();
    if (available < gpus) {
      return new TooFew(tooFew(gpus, available));
    }
    List<Part> parts = new ArrayList<>();
    int left = gpus;
    while (left > 0) {
      Part next = next(left);
      open.remove(next);
      int count = Math.min(left, next.devices().size());
      parts.add(new Part(next.worker(), next.devices().subList(0, count)));
      left -= count;
    }
    return new Chosen(parts);
  }

  /** The tightest that is enough, else the largest; the first of equals. */
  private Part next(int left) {
    Part best = open.getFirst();
    for (Part part : open) {
      int here = part.devices().size();
      int before = best.devices().size();
      boolean enough = here >= left;
      if (before >= left ? enough && here < before : here > before) {
        best = part;
      }
    }
    return best;
  }

  private Rejection tooFew(int gpus, int available) {
    String where = wanted.workers().isEmpty() ? "the cluster" : "the workers named";
    return new Rejection(
        Kind.FAILED_PRECONDITION,
        "RESERVATION_GPUS",
        gpus + " GPUs cannot be kept from " + Instant.ofEpochMilli(wanted.startMillis()),
        "of "
            + listed
            + " healthy GPUs of "
            + where
            + " "
            + available
            + " can be: "
            + reserved
            + " are reserved then and "
            + busy
            + " will be in use, as far as one knows",
        "ask for fewer, or for a later --start;  packtrain reservation list  shows what is reserved");
  }
}
