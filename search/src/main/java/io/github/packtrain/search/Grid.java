package io.github.packtrain.search;

import java.util.List;
import java.util.Optional;

/**
 * The points of a space in order, the last active parameter running fastest. Continuous ranges are
 * cut into {@code resolution} values, evenly on their scale and both ends included. Conditional
 * parameters count only where they are active, so no point comes twice.
 */
record Grid(SearchSpace space, int resolution) {

  Candidate first() {
    return space.assemble(p -> valueAt(p.domain(), 0));
  }

  /** The point after {@code point}; empty after the last. */
  Optional<Candidate> findNext(Candidate point) {
    List<Parameter> active = space.active(point);
    for (int i = active.size() - 1; i >= 0; i--) {
      Parameter turned = active.get(i);
      long index = indexOf(turned.domain(), point.find(turned.name()).orElseThrow()) + 1;
      if (index < count(turned.domain())) {
        List<Parameter> kept = active.subList(0, i);
        return Optional.of(
            space.assemble(
                p ->
                    kept.contains(p)
                        ? point.find(p.name()).orElseThrow()
                        : valueAt(p.domain(), p.equals(turned) ? index : 0)));
      }
    }
    return Optional.empty();
  }

  private long count(Domain domain) {
    long count = domain.count();
    return count == Domain.CONTINUOUS ? resolution : count;
  }

  private ParameterValue valueAt(Domain domain, long index) {
    if (domain instanceof Domain.FloatRange range && range.step() == 0) {
      double position = resolution == 1 ? 0.5 : (double) index / (resolution - 1);
      return ParameterValue.of(Scale.of(range).at(position));
    }
    return domain.valueAt(index);
  }

  private long indexOf(Domain domain, ParameterValue value) {
    if (domain.count() != Domain.CONTINUOUS) {
      return domain.indexOf(value);
    }
    for (int index = 0; index < resolution; index++) {
      if (valueAt(domain, index).equals(value)) {
        return index;
      }
    }
    throw new IllegalStateException(value.json() + " is not on the grid");
  }
}
