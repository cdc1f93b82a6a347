package io.github.packtrain.search;

import java.util.List;

/** The answer to a command. */
public sealed interface StudyReply {
  /**
   * What happened, to be recorded and then applied in this order; empty = the wish is fulfilled
   * already.
   */
  record Accepted(List<StudyEvent> events) implements StudyReply {
    /** Copies {@code events}. */
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** Why nothing happened; at least one problem. */
  record Rejected(List<SearchProblem> problems) implements StudyReply {
    /** Copies {@code problems}. */
    public Rejected {
      problems = List.copyOf(problems);
    }

    @Override
    public List<StudyEvent> events() {
      return List.of();
    }
  }

  /** The events to record and apply; none when rejected. */
  List<StudyEvent> events();

  /** Events, possibly none. */
  static StudyReply accepted(StudyEvent... events) {
    return new Accepted(List.of(events));
  }

  /** A refusal with one problem. */
  static StudyReply rejected(String code, String field, String message, String hint) {
    return new Rejected(List.of(new SearchProblem(code, field, message, hint)));
  }
}
