package io.github.packtrain.search;

import java.util.Comparator;
import java.util.List;

/** An evaluated candidate as algorithms see it; a larger score is better. */
record Individual(int trial, Candidate candidate, double score) {
  /** Best first; of equal ones the earlier trial. */
  static final Comparator<Individual> BEST_FIRST =
      Comparator.comparingDouble(Individual::score).reversed().thenComparingInt(Individual::trial);

  /** The best of {@code size} drawn with replacement. */
  static Individual tournament(List<Individual> among, int size, RandomStream random) {
    Individual best = among.get(random.nextInt(among.size()));
    for (int i = 1; i < size; i++) {
      Individual rival = among.get(random.nextInt(among.size()));
      if (BEST_FIRST.compare(rival, best) < 0) {
        best = rival;
      }
    }
    return best;
  }
}
