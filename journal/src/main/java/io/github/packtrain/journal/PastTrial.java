package io.github.packtrain.journal;

import io.github.packtrain.search.StudyEvent.TrialEnded;
import io.github.packtrain.search.StudyEvent.TrialSuggested;
import java.util.Optional;

/**
 * A trial that was suggested and ended, as the history has it.
 *
 * @param suggested empty if that happened before the history begins
 */
public record PastTrial(Optional<TrialSuggested> suggested, TrialEnded ended) {}
