package io.github.packtrain.search;

/**
 * Input that cannot be read as a value at all; everything else is reported as a list of {@link
 * SearchProblem}s.
 */
public final class SearchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient SearchProblem problem;

  SearchException(SearchProblem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong. */
  public SearchProblem problem() {
    return problem;
  }
}
