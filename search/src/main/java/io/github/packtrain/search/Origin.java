package io.github.packtrain.search;

import java.util.List;
import java.util.stream.Collectors;

/** Where a candidate comes from: its lineage. */
public sealed interface Origin {
  /** Drawn from the space. */
  record Sampled() implements Origin {
    @Override
    public String toString() {
      return "sample";
    }
  }

  /** The space's defaults, the rest drawn. */
  record Defaults() implements Origin {
    @Override
    public String toString() {
      return "defaults";
    }
  }

  /** A point of the grid. */
  record GridPoint() implements Origin {
    @Override
    public String toString() {
      return "grid";
    }
  }

  /** A copy of the trial {@code parent} with {@code changes}. */
  record Mutated(int parent, List<Change> changes) implements Origin {
    /** Copies {@code changes}. */
    public Mutated {
      changes = List.copyOf(changes);
    }

    @Override
    public String toString() {
      return "mutate(T" + parent + text(changes) + ")";
    }
  }

  /** Mixed of two trials, then changed. */
  record Crossed(int first, int second, List<Change> changes) implements Origin {
    /** Copies {@code changes}. */
    public Crossed {
      changes = List.copyOf(changes);
    }

    @Override
    public String toString() {
      return "crossover(T" + first + ", T" + second + text(changes) + ")";
    }
  }

  /** Told by a caller, not suggested. */
  record Imported() implements Origin {
    @Override
    public String toString() {
      return "import";
    }
  }

  /** One mutated position. Parameters that became active by it are drawn and not listed. */
  record Change(String parameter, ParameterValue from, ParameterValue to) {}

  private static String text(List<Change> changes) {
    return changes.stream()
        .map(c -> c.parameter() + " " + c.from().json() + "->" + c.to().json())
        .collect(Collectors.joining(", ", changes.isEmpty() ? "" : ": ", ""));
  }
}
