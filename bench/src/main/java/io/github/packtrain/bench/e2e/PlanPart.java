package io.github.packtrain.bench.e2e;

import io.github.packtrain.bench.plan.PlanFigures;
import io.github.packtrain.bench.report.Figure;
import java.util.List;

/** The planner by itself, in this process. */
record PlanPart() implements Part {
  @Override
  public String name() {
    return "plan";
  }

  @Override
  public List<Figure> measure(int rounds) {
    return PlanFigures.measure(rounds);
  }
}
