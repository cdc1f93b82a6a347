package io.github.packtrain.simulator;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.TaskView;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.Reports;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.loop.Batch;
import io.github.packtrain.session.loop.Effect;
import io.github.packtrain.session.loop.Input;
import io.github.packtrain.session.loop.LoopOptions;
import io.github.packtrain.session.loop.MasterLoop;
import io.github.packtrain.session.loop.Request;
import io.github.packtrain.session.wire.JobWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Defects of the master and its shell. */
final class MasterDefects {
  private static final int NOW_AND_THEN = 11;

  private MasterDefects() {}

  static Sabotage actsBeforeRecording() {
    return new Sabotage() {
      @Override
      public boolean actsBeforeRecording() {
        return true;
      }
    };
  }

  static Sabotage acknowledgesAtOnce() {
    return new Sabotage() {
      @Override
      public boolean acknowledgesAtOnce() {
        return true;
      }
    };
  }

  static Sabotage acknowledgesOneTooMany() {
    return effects(
        effect -> {
          if (effect instanceof Effect.Send(long to, MasterMessage message)
              && message.getAcknowledged() > 0) {
            MasterMessage.Builder more = message.toBuilder();
            more.setAcknowledged(message.getAcknowledged() + 1);
            return Optional.of(new Effect.Send(to, more.build()));
          }
          return Optional.of(effect);
        });
  }

  // ---- time and epochs

  static Sabotage epochGoesBack() {
    return new Sabotage() {
      @Override
      public LoopOptions options(LoopOptions o) {
        return new LoopOptions(
            1_000 - o.epoch(),
            o.heartbeatMillis(),
            o.leaseMillis(),
            o.lostAfterMillis(),
            o.tickMillis(),
            o.limits(),
            o.stealing());
      }
    };
  }

  static Sabotage losesTicks() {
    return inputs(
        new Function<>() {
          private int ticks;

          @Override
          public Optional<Input> apply(Input input) {
            return input instanceof Input.Tick && ++ticks > 3 * NOW_AND_THEN
                ? Optional.empty()
                : Optional.of(input);
          }
        });
  }

  static Sabotage losesPlans() {
    return inputs(
        new Function<>() {
          private int plans;

          @Override
          public Optional<Input> apply(Input input) {
            return input instanceof Input.PlanMade && ++plans % NOW_AND_THEN == 0
                ? Optional.empty()
                : Optional.of(input);
          }
        });
  }

  // ---- what is taken for true

  static Sabotage takesStaleReports() {
    return new Sabotage() {
      @Override
      public List<Input> inputs(List<Input> inputs, MasterLoop loop) {
        return inputs.stream().map(input -> renumbered(input, loop)).toList();
      }
    };
  }

  private static Input renumbered(Input input, MasterLoop loop) {
    if (!(input instanceof Input.FromWorker(long from, WorkerMessage message))
        || !message.hasReports()) {
      return input;
    }
    Reports.Builder reports = message.getReports().toBuilder();
    for (Report.Builder report : reports.getReportsBuilderList()) {
      AttemptId id = JobWire.toModel(report.getAttempt());
      loop.world()
          .core()
          .findTask(id.task())
          .flatMap(TaskView::findAttempt)
          .ifPresent(current -> report.setAttempt(JobWire.toWire(current.id())));
    }
    return new Input.FromWorker(from, message.toBuilder().setReports(reports).build());
  }

  static Sabotage takesOvertakenStream() {
    return registrations(
        new Function<>() {
          private long arrivals;

          @Override
          public Register apply(Register register) {
            return register.toBuilder().setStream(++arrivals).build();
          }
        });
  }

  /** Each time that another process than before registers, it counts as the newest. */
  static Sabotage takesOldProcess() {
    return registrations(
        new Function<>() {
          private final TreeMap<String, Register> last = new TreeMap<>();
          private long processes;

          @Override
          public Register apply(Register register) {
            Register before = last.put(register.getUid(), register);
            if (before == null || before.getIncarnation() != register.getIncarnation()) {
              processes++;
            }
            return register.toBuilder().setIncarnation(processes).build();
          }
        });
  }

  private static Sabotage registrations(Function<Register, Register> change) {
    return inputs(
        input -> {
          if (input instanceof Input.FromWorker(long from, WorkerMessage message)
              && message.hasRegister()) {
            Register register = change.apply(message.getRegister());
            return Optional.of(
                new Input.FromWorker(from, message.toBuilder().setRegister(register).build()));
          }
          return Optional.of(input);
        });
  }

  static Sabotage forgetsSubmissionIds() {
    return inputs(
        new Function<>() {
          private int calls;

          @Override
          public Optional<Input> apply(Input input) {
            return Optional.of(
                input instanceof Input.Call(Request request, long token)
                    ? new Input.Call(renamed(request, ++calls), token)
                    : input);
          }
        });
  }

  private static Request renamed(Request request, int call) {
    if (request instanceof Request.Commands(List<Command> commands)
        && commands.getFirst() instanceof Command.SubmitJob submit) {
      return new Request.Commands(
          List.of(
              new Command.SubmitJob(
                  submit.by(),
                  submit.submissionId() + "#" + call,
                  submit.spec(),
                  submit.count(),
                  submit.params(),
                  submit.open())));
    }
    return request;
  }

  // ---- what is sent

  static Sabotage losesMessages() {
    return effects(
        new Function<>() {
          private int messages;

          @Override
          public Optional<Effect> apply(Effect effect) {
            return effect instanceof Effect.Send(long _, MasterMessage message)
                    && !message.hasHeartbeat()
                    && ++messages % NOW_AND_THEN == 0
                ? Optional.empty()
                : Optional.of(effect);
          }
        });
  }

  static Sabotage wholeSetLacksOne() {
    return effects(
        effect -> {
          if (effect instanceof Effect.Send(long to, MasterMessage message)
              && message.getAssignments().getFull()
              && message.getAssignments().getStartCount() > 0) {
            MasterMessage.Builder less = message.toBuilder();
            less.getAssignmentsBuilder().removeStart(0);
            return Optional.of(new Effect.Send(to, less.build()));
          }
          return Optional.of(effect);
        });
  }

  /** Once the worker has dialled again, what it was sent before comes a second time. */
  static Sabotage repeatsAssignments() {
    return new Sabotage() {
      private final TreeMap<String, MasterMessage> last = new TreeMap<>();

      @Override
      public List<MasterMessage> heardByWorker(String machine, MasterMessage message) {
        if (!message.hasAssignments()) {
          return List.of(message);
        }
        MasterMessage before = last.put(machine, message);
        return message.getAssignments().getFull() && before != null
            ? List.of(message, before)
            : List.of(message);
      }
    };
  }

  // ---- seams

  private static Sabotage inputs(Function<Input, Optional<Input>> change) {
    return new Sabotage() {
      @Override
      public List<Input> inputs(List<Input> inputs, MasterLoop loop) {
        List<Input> changed = new ArrayList<>();
        inputs.forEach(input -> change.apply(input).ifPresent(changed::add));
        return changed;
      }
    };
  }

  private static Sabotage effects(Function<Effect, Optional<Effect>> change) {
    return new Sabotage() {
      @Override
      public Batch batch(Batch batch, MasterLoop loop) {
        List<Effect> changed = new ArrayList<>();
        batch.effects().forEach(effect -> change.apply(effect).ifPresent(changed::add));
        return new Batch(batch.facts(), changed, batch.planView(), batch.presence());
      }
    };
  }
}
