package io.github.packtrain.simulator;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.Withdrawn;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.worker.WorkerAction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Defects of workers and their guards. */
final class WorkerDefects {
  private static final int NOW_AND_THEN = 13;

  private WorkerDefects() {}

  // ---- what it says

  static Sabotage doesNotRepeat() {
    return new Sabotage() {
      private final TreeMap<String, Long> said = new TreeMap<>();

      @Override
      public List<WorkerMessage> saidByWorker(String machine, WorkerMessage message) {
        if (!message.hasReports()) {
          return List.of(message);
        }
        long last = message.getReports().getLast();
        boolean again = last <= said.getOrDefault(machine, 0L);
        said.put(machine, last);
        return again ? List.of() : List.of(message);
      }
    };
  }

  static Sabotage mixesResults() {
    return says(
        message -> {
          WorkerMessage.Builder mixed = message.toBuilder();
          List<Report.Builder> ended = new ArrayList<>();
          mixed.getReportsBuilder().getReportsBuilderList().stream()
              .filter(Report.Builder::hasEnded)
              .forEach(ended::add);
          if (!message.hasReports() || ended.size() < 2) {
            return message;
          }
          var first = ended.getFirst().getEnded();
          ended.getFirst().setEnded(ended.getLast().getEnded());
          ended.getLast().setEnded(first);
          return mixed.build();
        });
  }

  static Sabotage returnsWhatRuns() {
    return says(
        new UnaryOperator<>() {
          private int starts;

          @Override
          public WorkerMessage apply(WorkerMessage message) {
            if (!message.hasReports()) {
              return message;
            }
            WorkerMessage.Builder changed = message.toBuilder();
            for (Report.Builder report : changed.getReportsBuilder().getReportsBuilderList()) {
              if (report.hasStarted() && ++starts % NOW_AND_THEN == 0) {
                report.setWithdrawn(Withdrawn.getDefaultInstance());
              }
            }
            return changed.build();
          }
        });
  }

  static Sabotage forgetsHeld() {
    return says(
        message -> {
          WorkerMessage.Builder changed = message.toBuilder();
          if (message.hasRegister()) {
            changed.getRegisterBuilder().clearHeld();
          }
          return changed.build();
        });
  }

  private static Sabotage says(UnaryOperator<WorkerMessage> change) {
    return new Sabotage() {
      @Override
      public List<WorkerMessage> saidByWorker(String machine, WorkerMessage message) {
        return List.of(change.apply(message));
      }
    };
  }

  // ---- what it hears

  static Sabotage keepsReplaced() {
    return hears(
        message -> {
          MasterMessage.Builder changed = message.toBuilder();
          if (message.hasAssignments()) {
            changed.getAssignmentsBuilder().setFull(false);
          }
          return changed.build();
        });
  }

  static Sabotage skipsQueue() {
    return hears(
        message -> {
          MasterMessage.Builder changed = message.toBuilder();
          if (message.hasAssignments()) {
            changed
                .getAssignmentsBuilder()
                .getStartBuilderList()
                .forEach(StartAttempt.Builder::clearBehind);
          }
          return changed.build();
        });
  }

  static Sabotage hearsOldStreams() {
    return new Sabotage() {
      @Override
      public boolean hearsOldStreams() {
        return true;
      }
    };
  }

  private static Sabotage hears(UnaryOperator<MasterMessage> change) {
    return new Sabotage() {
      @Override
      public List<MasterMessage> heardByWorker(String machine, MasterMessage message) {
        return List.of(change.apply(message));
      }
    };
  }

  // ---- what it does

  static Sabotage losesQueue() {
    return new Sabotage() {
      private final TreeSet<AttemptId> queued = new TreeSet<>();

      @Override
      public List<MasterMessage> heardByWorker(String machine, MasterMessage message) {
        for (StartAttempt start : message.getAssignments().getStartList()) {
          if (start.hasBehind()) {
            queued.add(JobWire.toModel(start.getAttempt()));
          }
        }
        return List.of(message);
      }

      @Override
      public List<WorkerAction> actions(
          String machine, long nowMillis, List<WorkerAction> actions) {
        return actions.stream()
            .filter(
                action ->
                    !(action instanceof WorkerAction.Start start
                        && queued.contains(start.attempt())))
            .toList();
      }
    };
  }

  static Sabotage startsTwice() {
    return new Sabotage() {
      private int starts;

      @Override
      public List<WorkerAction> actions(
          String machine, long nowMillis, List<WorkerAction> actions) {
        List<WorkerAction> more = new ArrayList<>(actions);
        for (WorkerAction action : actions) {
          if (action instanceof WorkerAction.Start start
              && start.spec().body() instanceof TaskBody.Handler
              && ++starts % NOW_AND_THEN == 0) {
            more.add(action);
          }
        }
        return more;
      }
    };
  }

  static Sabotage adoptsNothing() {
    return new Sabotage() {
      @Override
      public boolean adoptsRunning() {
        return false;
      }
    };
  }

  // ---- leases

  static Sabotage leaseCountsFromLatest() {
    return new Sabotage() {
      private final TreeMap<String, Long> latest = new TreeMap<>();

      @Override
      public List<WorkerMessage> saidByWorker(String machine, WorkerMessage message) {
        if (message.hasHeartbeat()) {
          latest.put(machine, message.getHeartbeat().getSequence());
        }
        return List.of(message);
      }

      @Override
      public List<MasterMessage> heardByWorker(String machine, MasterMessage message) {
        MasterMessage.Builder changed = message.toBuilder();
        if (message.hasHeartbeat()) {
          changed.getHeartbeatBuilder().setSequence(latest.getOrDefault(machine, 0L));
        }
        return List.of(changed.build());
      }
    };
  }

  static Sabotage leaseTooLong() {
    return hears(
        message -> {
          MasterMessage.Builder changed = message.toBuilder();
          if (message.hasRegistered()) {
            changed
                .getRegisteredBuilder()
                .setLeaseMillis(message.getRegistered().getLeaseMillis() * 3 / 2);
          }
          return changed.build();
        });
  }

  static Sabotage leaseRenewedAtStart() {
    return new Sabotage() {
      @Override
      public long leaseAtStartMillis(Scenario.Timing timing) {
        return timing.lostAfterMillis();
      }
    };
  }

  static Sabotage guardForgetsLease() {
    return new Sabotage() {
      @Override
      public boolean forgetsLease() {
        return true;
      }
    };
  }

  static Sabotage guardStartsAfterLease() {
    return new Sabotage() {
      @Override
      public boolean startsAfterLease() {
        return true;
      }
    };
  }

  static Sabotage guardGivesGrace() {
    return new Sabotage() {
      @Override
      public boolean givesGraceAtLeaseEnd() {
        return true;
      }
    };
  }

  static Sabotage guardForgetsEnds() {
    return new Sabotage() {
      @Override
      public boolean forgetsUnheardEnds() {
        return true;
      }
    };
  }
}
