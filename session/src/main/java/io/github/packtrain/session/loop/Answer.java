package io.github.packtrain.session.loop;

import io.github.packtrain.core.Decision;
import io.github.packtrain.model.Rejection;
import java.util.List;

/** What callers get. */
public sealed interface Answer {
  /** One reply per command. */
  record Accepted(List<Decision.Reply> replies) implements Answer {
    public Accepted {
      replies = List.copyOf(replies);
    }
  }

  /** The study runs; {@code fresh} when it did not exist before. */
  record StudyAccepted(String study, boolean fresh) implements Answer {}

  record Rejected(Rejection rejection) implements Answer {}
}
