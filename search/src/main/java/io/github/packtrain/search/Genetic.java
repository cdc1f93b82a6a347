package io.github.packtrain.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A generational genetic algorithm: tournament selection, uniform crossover, mutation position by
 * position, elitism.
 *
 * <p>The first generation is random. When every trial of a generation has ended, with a score or
 * without, its best {@code elitism} members go over into the next one as they are (they are not
 * evaluated again), and all members together are the parents of the rest. Between the last
 * suggestion of a generation and its last end there is nothing to suggest; that is the only
 * barrier. A generation of which nothing survived is drawn anew, so lost trials never block it.
 *
 * <p>Example: population 10, elitism 2, 4 workers: 10 random trials; the next generation is asked
 * for when all 10 have ended, and has 2 elites and 8 children.
 */
final class Genetic implements Algorithm {

  /** The options, see {@link Algorithms}. */
  record Settings(
      int population, int tournament, int elitism, double crossoverRate, double mutationRate) {}

  private final SearchSpace space;
  private final Sampler sampler;
  private final Settings settings;

  private List<Individual> parents = List.of();
  private final List<Individual> members = new ArrayList<>();
  private final SortedSet<Integer> running = new TreeSet<>();
  private int unsuggested;

  Genetic(SearchSpace space, Settings settings) {
    this.space = space;
    this.sampler = new Sampler(space);
    this.settings = settings;
    this.unsuggested = settings.population();
  }

  @Override
  public Advice ask(int trial, RandomStream random) {
    if (unsuggested == 0) {
      return new Advice.Wait();
    }
    return parents.isEmpty() ? sampler.sample(trial, random) : child(trial, random);
  }

  @Override
  public void suggested(int trial, Advice.Propose proposal) {
    running.add(trial);
    unsuggested--;
  }

  @Override
  public void scored(Individual individual) {
    members.add(individual);
    running.remove(individual.trial());
    turnOver();
  }

  @Override
  public void lost(int trial) {
    running.remove(trial);
    turnOver();
  }

  private void turnOver() {
    if (unsuggested > 0 || !running.isEmpty()) {
      return;
    }
    members.sort(Individual.BEST_FIRST);
    parents = List.copyOf(members.subList(0, Math.min(members.size(), settings.population())));
    List<Individual> elite = parents.subList(0, Math.min(parents.size(), settings.elitism()));
    members.clear();
    members.addAll(elite);
    unsuggested = settings.population() - elite.size();
  }

  private Advice.Propose child(int trial, RandomStream random) {
    Individual first = Individual.tournament(parents, settings.tournament(), random);
    if (!random.nextBoolean(settings.crossoverRate())) {
      return mutant(first, trial, random);
    }
    Individual second = Individual.tournament(parents, settings.tournament(), random);
    Candidate mixed = cross(first.candidate(), second.candidate(), random);
    List<Origin.Change> changes = changes(mixed, random);
    return new Advice.Propose(
        sampler.changed(mixed, changes, random),
        new Origin.Crossed(first.trial(), second.trial(), changes));
  }

  /** Without crossover at least one position changes, or the parent would be evaluated again. */
  private Advice.Propose mutant(Individual parent, int trial, RandomStream random) {
    List<Origin.Change> changes = changes(parent.candidate(), random);
    return changes.isEmpty()
        ? sampler.mutateOne(parent, trial, random)
        : new Advice.Propose(
            sampler.changed(parent.candidate(), changes, random),
            new Origin.Mutated(parent.trial(), changes));
  }

  /** Each value from one of the two; where only one has it active, from that one. */
  private Candidate cross(Candidate first, Candidate second, RandomStream random) {
    return space.assemble(
        p -> {
          boolean swap = random.nextBoolean(0.5);
          Optional<ParameterValue> one = (swap ? second : first).find(p.name());
          return one.or(() -> (swap ? first : second).find(p.name()))
              .orElseGet(() -> sampler.draw(p.domain(), random));
        });
  }

  private List<Origin.Change> changes(Candidate candidate, RandomStream random) {
    return space.active(candidate).stream()
        .filter(p -> Sampler.isMutable(p.domain()))
        .filter(_ -> random.nextBoolean(settings.mutationRate()))
        .map(p -> sampler.mutate(p, candidate, random))
        .toList();
  }
}
