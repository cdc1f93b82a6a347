package io.github.packtrain.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Everything that decides how a study goes, except the results of its trials.
 *
 * @param name letters, digits and {@code . _ -}, at most 63
 * @param objectives the first is optimised, the others are recorded
 * @param seed of all randomness; any value
 */
public record StudySpec(
    String name,
    List<Objective> objectives,
    SearchSpace space,
    AlgorithmSpec algorithm,
    Budget budget,
    long seed) {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  /** A field in which two specifications differ; a field that one of them lacks reads "(none)". */
  public record Difference(String field, String here, String there) {
    @Override
    public String toString() {
      return field + ": " + here + " -> " + there;
    }
  }

  /** Copies {@code objectives}. */
  public StudySpec {
    objectives = List.copyOf(objectives);
  }

  /** The objective that is optimised. */
  public Objective objective() {
    return objectives.getFirst();
  }

  /** Everything that is wrong with this specification; empty = a study can be created. */
  public List<SearchProblem> problems() {
    List<SearchProblem> problems = new ArrayList<>();
    if (!name.matches(NAME)) {
      problems.add(
          new SearchProblem(
              "STUDY_NAME",
              "name",
              "'" + name + "' cannot be the name of a study",
              "begin with a letter or digit, go on with letters, digits, . _ -, at most 63 in all"));
    }
    problems.addAll(objectiveProblems());
    problems.addAll(space.problems());
    problems.addAll(Algorithms.problems(algorithm));
    problems.addAll(budget.problems());
    return Collections.unmodifiableList(problems);
  }

  /**
   * The fields in which {@code there} differs from this specification, in the order of the file;
   * empty = none.
   */
  public List<Difference> diff(StudySpec there) {
    SequencedMap<String, String> mine = SpecFields.of(this);
    SequencedMap<String, String> theirs = SpecFields.of(there);
    SequencedSet<String> fields = new LinkedHashSet<>(mine.keySet());
    fields.addAll(theirs.keySet());
    return fields.stream()
        .map(field -> new Difference(field, text(mine, field), text(theirs, field)))
        .filter(difference -> !difference.here().equals(difference.there()))
        .toList();
  }

  private static String text(Map<String, String> fields, String field) {
    return fields.getOrDefault(field, "(none)");
  }

  private List<SearchProblem> objectiveProblems() {
    List<SearchProblem> problems = new ArrayList<>();
    if (objectives.isEmpty()) {
      problems.add(
          new SearchProblem(
              "OBJECTIVE_MISSING",
              "objectives",
              "there is no objective",
              "name a metric and its goal, such as accuracy, max"));
    }
    SequencedSet<String> metrics = new LinkedHashSet<>();
    for (int i = 0; i < objectives.size(); i++) {
      Objective objective = objectives.get(i);
      String field = "objectives[" + i + "]";
      if (objective.metric().isBlank()) {
        problems.add(
            new SearchProblem(
                "OBJECTIVE_METRIC", field, "the name of the metric is empty", "name a metric"));
      } else if (!metrics.add(objective.metric())) {
        problems.add(
            new SearchProblem(
                "OBJECTIVE_METRIC",
                field,
                "the metric '" + objective.metric() + "' is named twice",
                "remove one of them"));
      }
      Double target = objective.target();
      if (target != null && !Double.isFinite(target)) {
        problems.add(
            new SearchProblem(
                "OBJECTIVE_TARGET",
                field + ".target",
                "the target " + target + " is not finite",
                "give a finite number or leave it out"));
      }
    }
    return problems;
  }
}
