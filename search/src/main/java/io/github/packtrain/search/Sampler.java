package io.github.packtrain.search;

import java.util.List;
import java.util.Optional;

/** Draws and varies values and candidates of a space. */
final class Sampler {
  /** How far a mutation of an ordered value goes: the deviation as a share of its range. */
  private static final double REACH = 0.2;

  private final SearchSpace space;

  Sampler(SearchSpace space) {
    this.space = space;
  }

  /**
   * A suggestion drawn from the space; the first trial of a study takes the defaults that there
   * are.
   */
  Advice.Propose sample(int trial, RandomStream random) {
    boolean defaults =
        trial == 1 && space.parameters().stream().anyMatch(p -> p.findDefault().isPresent());
    return defaults
        ? new Advice.Propose(
            space.assemble(p -> p.findDefault().orElseGet(() -> draw(p.domain(), random))),
            new Origin.Defaults())
        : new Advice.Propose(space.assemble(p -> draw(p.domain(), random)), new Origin.Sampled());
  }

  /**
   * {@code parent} with one position changed; a fresh sample when no position has a second value.
   */
  Advice.Propose mutateOne(Individual parent, int trial, RandomStream random) {
    List<Parameter> mutable =
        space.active(parent.candidate()).stream().filter(p -> isMutable(p.domain())).toList();
    if (mutable.isEmpty()) {
      return sample(trial, random);
    }
    Origin.Change change =
        mutate(mutable.get(random.nextInt(mutable.size())), parent.candidate(), random);
    return new Advice.Propose(
        changed(parent.candidate(), List.of(change), random),
        new Origin.Mutated(parent.trial(), List.of(change)));
  }

  /** Another value for {@code parameter}, which is active and mutable in {@code candidate}. */
  Origin.Change mutate(Parameter parameter, Candidate candidate, RandomStream random) {
    ParameterValue from = candidate.find(parameter.name()).orElseThrow();
    return new Origin.Change(parameter.name(), from, mutate(parameter.domain(), from, random));
  }

  /**
   * {@code candidate} with {@code changes}; what becomes active by them is drawn, what becomes
   * inactive is dropped.
   */
  Candidate changed(Candidate candidate, List<Origin.Change> changes, RandomStream random) {
    return space.assemble(
        p ->
            find(changes, p.name())
                .or(() -> candidate.find(p.name()))
                .orElseGet(() -> draw(p.domain(), random)));
  }

  static boolean isMutable(Domain domain) {
    return domain.count() != 1;
  }

  ParameterValue draw(Domain domain, RandomStream random) {
    return switch (domain) {
      case Domain.FloatRange range when range.step() == 0 ->
          ParameterValue.of(Scale.of(range).at(random.nextDouble()));
      case Domain.IntRange range when range.log() -> nearest(range, random.nextDouble());
      case Domain.FloatRange _,
          Domain.IntRange _,
          Domain.Choice _,
          Domain.Ordinal _,
          Domain.Bool _ ->
          domain.valueAt(random.nextLong(domain.count()));
    };
  }

  private ParameterValue mutate(Domain domain, ParameterValue from, RandomStream random) {
    return switch (domain) {
      case Domain.FloatRange range when range.step() == 0 -> nearby(range, from, random);
      case Domain.IntRange range when range.log() -> nearby(range, from, random);
      case Domain.FloatRange _, Domain.IntRange _, Domain.Ordinal _ -> {
        long last = domain.count() - 1;
        long index = domain.indexOf(from);
        double position = vary((double) index / last, random);
        yield otherThan(index, StrictMath.round(position * last), domain, random);
      }
      case Domain.Choice _, Domain.Bool _ -> {
        long index = domain.indexOf(from);
        long other = random.nextLong(domain.count() - 1);
        yield domain.valueAt(other < index ? other : other + 1);
      }
    };
  }

  private static ParameterValue nearby(
      Domain.FloatRange range, ParameterValue from, RandomStream random) {
    Scale scale = Scale.of(range);
    double position = scale.position(((ParameterValue.NumberValue) from).value());
    return ParameterValue.of(scale.at(vary(position, random)));
  }

  private static ParameterValue nearby(
      Domain.IntRange range, ParameterValue from, RandomStream random) {
    double value = (double) ((ParameterValue.IntegerValue) from).value();
    double position = Scale.of(range).position(value);
    ParameterValue to = nearest(range, vary(position, random));
    return otherThan(range.indexOf(from), range.indexOf(to), range, random);
  }

  /** A mutation always changes something: where the step was too short, a neighbour. */
  private static ParameterValue otherThan(long from, long to, Domain domain, RandomStream random) {
    if (from != to) {
      return domain.valueAt(to);
    }
    boolean up = from == 0 || (from < domain.count() - 1 && random.nextBoolean(0.5));
    return domain.valueAt(up ? from + 1 : from - 1);
  }

  private static ParameterValue nearest(Domain.IntRange range, double position) {
    long value = StrictMath.round(Scale.of(range).at(position));
    return ParameterValue.of(Math.clamp(value, range.min(), range.max()));
  }

  /** A normal step, reflected at the ends. */
  private static double vary(double position, RandomStream random) {
    double moved = StrictMath.abs(position + REACH * random.nextGaussian()) % 2;
    return moved > 1 ? 2 - moved : moved;
  }

  private static Optional<ParameterValue> find(List<Origin.Change> changes, String parameter) {
    return changes.stream()
        .filter(change -> change.parameter().equals(parameter))
        .map(Origin.Change::to)
        .findFirst();
  }
}
