package io.github.packtrain.bench.e2e;

import java.util.ArrayList;
import java.util.List;

/** How long a person waits: a short command, and a master until it serves. */
record CommandLinePart(int samples) implements Part {
  @Override
  public String name() {
    return "cli";
  }

  @Override
  public List<Figure> measure(int rounds) throws Exception {
    List<Double> ps = new ArrayList<>();
    List<Double> ready = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Installation here = Installation.create()) {
        ready.add(here.startMaster("") / 1e3);
        double[] each = new double[samples];
        for (int i = 0; i < samples; i++) {
          each[i] = here.run("ps") / 1e3;
        }
        ps.add(Figure.quantile(each, 0.5));
      }
    }
    return List.of(
        Figure.atMost("cli.ps", "packtrain ps, from the shell", "s", ps, 0.45),
        Figure.atMost(
            "cli.master", "packtrain master until it serves, first start", "s", ready, 1.5));
  }
}
