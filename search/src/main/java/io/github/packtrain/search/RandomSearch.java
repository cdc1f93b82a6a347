package io.github.packtrain.search;

/**
 * Draws every candidate independently (Bergstra and Bengio 2012): the baseline that everything else
 * has to beat.
 */
final class RandomSearch implements Algorithm {
  private final Sampler sampler;

  RandomSearch(SearchSpace space) {
    sampler = new Sampler(space);
  }

  @Override
  public Advice ask(int trial, RandomStream random) {
    return sampler.sample(trial, random);
  }

  @Override
  public void suggested(int trial, Advice.Propose proposal) {}

  @Override
  public void scored(Individual individual) {}

  @Override
  public void lost(int trial) {}
}
