package io.github.packtrain.session.loop;

import io.github.packtrain.core.Command;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudySpec;
import java.util.List;

/** What callers ask of the master. */
public sealed interface Request {
  /** Commands that are all accepted or none. */
  record Commands(List<Command> commands) implements Request {
    public Commands {
      commands = List.copyOf(commands);
    }
  }

  /**
   * Begin a study, or go on with the one of this name and specification.
   *
   * @param trial what each trial runs; its name and study are set by the loop
   */
  record CreateStudy(Principal by, StudySpec spec, JobSpec trial) implements Request {}

  /** Stop, pause or resume a study, or import a result. */
  record OfStudy(Principal by, StudyCommand command) implements Request {}
}
