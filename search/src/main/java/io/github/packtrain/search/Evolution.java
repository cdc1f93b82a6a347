package io.github.packtrain.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Regularised ("aging") evolution (Real, Aggarwal, Huang, Le: Regularized Evolution for Image
 * Classifier Architecture Search, AAAI 2019), asynchronous: it never waits for a running trial.
 *
 * <p>The population is filled with random candidates; one that fails is replaced by another random
 * one. Then each suggestion is the best of a tournament (drawn from the population with
 * replacement) with one position changed. Each result joins the population, and the oldest one
 * leaves: what is good only by luck dies out.
 *
 * <p>Example: population 20, tournament 5, 8 workers. Suggestions 1 to 20 are random. Suggestion 21
 * is asked when 13 have ended; 7 random ones still run, so the tournament is drawn from 13.
 */
final class Evolution implements Algorithm {
  private final Sampler sampler;
  private final int populationSize;
  private final int tournamentSize;
  private final List<Individual> population = new ArrayList<>();
  private final SortedSet<Integer> runningSamples = new TreeSet<>();

  Evolution(SearchSpace space, int populationSize, int tournamentSize) {
    this.sampler = new Sampler(space);
    this.populationSize = populationSize;
    this.tournamentSize = tournamentSize;
  }

  @Override
  public Advice ask(int trial, RandomStream random) {
    boolean filling = population.size() + runningSamples.size() < populationSize;
    if (filling || population.isEmpty()) {
      return sampler.sample(trial, random);
    }
    Individual parent = Individual.tournament(population, tournamentSize, random);
    return sampler.mutateOne(parent, trial, random);
  }

  @Override
  public void suggested(int trial, Advice.Propose proposal) {
    if (!(proposal.origin() instanceof Origin.Mutated)) {
      runningSamples.add(trial);
    }
  }

  @Override
  public void scored(Individual individual) {
    runningSamples.remove(individual.trial());
    population.add(individual);
    if (population.size() > populationSize) {
      population.removeFirst();
    }
  }

  @Override
  public void lost(int trial) {
    runningSamples.remove(trial);
  }
}
