package io.github.packtrain.search;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every point of the {@link Grid} once, in order; then it is exhausted. */
final class GridSearch implements Algorithm {
  private final Grid grid;
  private @Nullable Candidate last;

  GridSearch(SearchSpace space, int resolution) {
    grid = new Grid(space, resolution);
  }

  @Override
  public Advice ask(int trial, RandomStream random) {
    Optional<Candidate> next = last == null ? Optional.of(grid.first()) : grid.findNext(last);
    return next.<Advice>map(point -> new Advice.Propose(point, new Origin.GridPoint()))
        .orElseGet(Advice.Exhausted::new);
  }

  @Override
  public void suggested(int trial, Advice.Propose proposal) {
    last = proposal.candidate();
  }

  @Override
  public void scored(Individual individual) {}

  @Override
  public void lost(int trial) {}
}
