package io.github.packtrain.bench.house.planted.simulator.replay;

import io.github.packtrain.core.order.Experience;
import io.github.packtrain.core.order.Order;
import io.github.packtrain.core.order.Standing;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.model.WorkerId;
import java.util.List;

/** What a replay must not do. */
final class Planted {
  private Planted() {}

  static final class Orders implements Order {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public long key(Standing job, Experience seen) {
      return 0;
    }
  }

  static final class Places {
    Placement here() {
      return new Placement(1, new WorkerId(1), List.of(), null);
    }
  }
}
