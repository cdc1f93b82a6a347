package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Demand;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.model.Resources;

/**
 * Our own: keeps what is free usable to the end.
 *
 * <p><b>Goals in order:</b> a placement should (1) take away least of what the typical requests
 * could use next, as fgd; (2) leave CPU, memory and devices in such proportions that the typical
 * requests can fill the worker to the end ({@link Usable}, <i>through</i>); (3) leave holes on
 * devices that what is asked for will fill ({@link HolePrices}). They weigh 4 : 1 : 10, a sum, not
 * an order. Equal sums go to the smaller id.
 *
 * <p><b>Example:</b> two workers with 3 devices, one with 36 CPUs and one with 64; most work asks
 * for a device and 12 CPUs. A share with 13 CPUs: on either, one more task fits afterwards, so fgd
 * sees no difference; packing sees that on the first one device would never be used.
 *
 * <p><b>Cost:</b> a score looks at some 30 to 60 typical requests for each distinct device that
 * would do; measured in {@code docs/strategies/placement-packing.md}.
 */
final class Packing extends Descent {
  private static final int TOLERANCE_PERCENT = 15;
  private static final int TYPES_MAX = 64;

  /** Less than any loss. */
  private static final long NO_DEVICES = Long.MIN_VALUE / 2;

  private final int now;
  private final int through;
  private final int prices;
  private TypicalRequests typical = TypicalRequests.merged(Demand.NONE, 0, 0);
  private Usable usable;
  private HolePrices holes;
  private Demand demand = Demand.NONE;
  private long epoch;

  Packing(Options options) {
    this.now = (int) options.number("now", 4, 0, 100);
    this.through = (int) options.number("through", 1, 0, 100);
    this.prices = (int) options.number("prices", 10, 0, 100);
    this.usable = new Usable(typical, now, through);
    this.holes = HolePrices.of(typical);
  }

  @Override
  public void begin(PlanView view) {
    if (view.demand() != demand && !view.demand().equals(demand)) {
      demand = view.demand();
      epoch++;
      typical = TypicalRequests.merged(demand, TOLERANCE_PERCENT, TYPES_MAX);
      usable = new Usable(typical, now, through);
      holes = HolePrices.of(typical);
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  Usable usable() {
    return usable;
  }

  @Override
  public long score(ClassKey task, Room room) {
    if (room.spec().devices().isEmpty()) {
      return NO_DEVICES + Shares.hostLeft(task.request(), room);
    }
    return lossOf(task, room);
  }

  @Override
  long loss(Room room, Resources host, int device, int left) {
    long paid = holes.worth(usable.free(room, device)) - holes.worth(left);
    return usable.on(room)
        - usable.after(host, room, device, left)
        + prices * typical.weight * paid;
  }

  @Override
  long loss(Room room, Resources host, int[] devices) {
    return usable.on(room) - usable.after(host, room, devices);
  }
}
