package io.github.packtrain.search;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Skips candidates that were suggested or imported before. It asks the algorithm a bounded number
 * of times; if all answers are old it takes the first new point in grid order, which lies among as
 * many points as there are old ones. Only when no point is new is the search exhausted. In a
 * continuous space an old candidate is let through instead.
 */
final class Unique implements Algorithm {
  private static final int TRIES = 100;

  private final Algorithm inner;
  private final SearchSpace space;
  private final Set<Candidate> seen = new LinkedHashSet<>();

  Unique(Algorithm inner, SearchSpace space) {
    this.inner = inner;
    this.space = space;
  }

  @Override
  public Advice ask(int trial, RandomStream random) {
    Advice advice = inner.ask(trial, random);
    for (int i = 1; i < TRIES && isSeen(advice); i++) {
      advice = inner.ask(trial, random);
    }
    return isSeen(advice) && space.isDiscrete() ? firstUnseen() : advice;
  }

  @Override
  public void suggested(int trial, Advice.Propose proposal) {
    seen.add(proposal.candidate());
    inner.suggested(trial, proposal);
  }

  @Override
  public void scored(Individual individual) {
    seen.add(individual.candidate());
    inner.scored(individual);
  }

  @Override
  public void lost(int trial) {
    inner.lost(trial);
  }

  private boolean isSeen(Advice advice) {
    return advice instanceof Advice.Propose(Candidate candidate, Origin _)
        && seen.contains(candidate);
  }

  private Advice firstUnseen() {
    Grid grid = new Grid(space, 1);
    Optional<Candidate> point = Optional.of(grid.first());
    while (point.isPresent() && seen.contains(point.get())) {
      point = grid.findNext(point.get());
    }
    return point
        .<Advice>map(found -> new Advice.Propose(found, new Origin.Sampled()))
        .orElseGet(Advice.Exhausted::new);
  }
}
