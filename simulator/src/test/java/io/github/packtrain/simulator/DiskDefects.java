package io.github.packtrain.simulator;

import io.github.packtrain.core.Event;
import io.github.packtrain.model.Fact;
import io.github.packtrain.search.Candidate;
import io.github.packtrain.search.StudyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Defects of what is recorded. */
final class DiskDefects {
  private static final int NOW_AND_THEN = 7;

  private DiskDefects() {}

  static Sabotage dropsBatchWithoutSpace() {
    return new Sabotage() {
      @Override
      public boolean dropsBatchWithoutSpace() {
        return true;
      }
    };
  }

  static Sabotage ignoresFailedSync() {
    return new Sabotage() {
      @Override
      public boolean ignoresFailedSync() {
        return true;
      }
    };
  }

  static Sabotage startsNotWritten() {
    return written(
        facts -> facts.stream().filter(fact -> !(fact instanceof Event.AttemptStarted)).toList());
  }

  static Sabotage batchWrittenBackwards() {
    return new Sabotage() {
      private int batches;

      @Override
      public List<Fact> written(List<Fact> facts) {
        return ++batches % NOW_AND_THEN == 0 ? facts.reversed() : facts;
      }
    };
  }

  static Sabotage endsWrittenTwice() {
    return new Sabotage() {
      private int ends;

      @Override
      public List<Fact> written(List<Fact> facts) {
        List<Fact> more = new ArrayList<>();
        for (Fact fact : facts) {
          more.add(fact);
          if (fact instanceof Event.AttemptEnded && ++ends % NOW_AND_THEN == 0) {
            more.add(fact);
          }
        }
        return more;
      }
    };
  }

  static Sabotage suggestsTwice() {
    return new Sabotage() {
      private @Nullable Candidate before;

      @Override
      public List<Fact> written(List<Fact> facts) {
        return facts.stream().map(this::again).toList();
      }

      private Fact again(Fact fact) {
        if (!(fact instanceof StudyEvent.TrialSuggested suggested)) {
          return fact;
        }
        Candidate candidate = before == null ? suggested.candidate() : before;
        before = suggested.candidate();
        return new StudyEvent.TrialSuggested(
            suggested.study(),
            suggested.trial(),
            candidate,
            suggested.origin(),
            suggested.atMillis());
      }
    };
  }

  private static Sabotage written(UnaryOperator<List<Fact>> change) {
    return new Sabotage() {
      @Override
      public List<Fact> written(List<Fact> facts) {
        return change.apply(facts);
      }
    };
  }

  static Sabotage snapshotWithoutBackoffs() {
    return new Sabotage() {
      @Override
      public List<Fact> snapshot(List<Fact> facts) {
        return facts.stream()
            .filter(
                fact ->
                    !(fact instanceof Event.TaskRestored task
                        && task.status() instanceof Event.Status.BackingOff))
            .toList();
      }
    };
  }

  static Sabotage snapshotSaysTooMuch() {
    return covering(1);
  }

  static Sabotage snapshotSaysTooLittle() {
    return covering(-1);
  }

  /** The snapshot was taken of what came before, or after, what it says. */
  private static Sabotage covering(int more) {
    return new Sabotage() {
      private List<Fact> before = List.of();

      @Override
      public List<Fact> snapshot(List<Fact> facts) {
        List<Fact> taken = more > 0 && !before.isEmpty() ? before : facts;
        before = facts;
        return taken;
      }

      @Override
      public int snapshotRows(int rows) {
        return more > 0 ? rows : rows + more;
      }
    };
  }
}
