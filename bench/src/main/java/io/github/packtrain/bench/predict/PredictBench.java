package io.github.packtrain.bench.predict;

import io.github.packtrain.simulator.predict.PredictMain;
import java.io.IOException;

/** Judges run-time prediction on recorded jobs; see {@link PredictMain}. */
public final class PredictBench {
  private PredictBench() {}

  /** Traces to judge on, with {@code --json} as JSON. */
  public static void main(String[] args) throws IOException {
    PredictMain.main(args);
  }
}
