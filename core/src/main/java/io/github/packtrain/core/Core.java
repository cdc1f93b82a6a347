package io.github.packtrain.core;

import io.github.packtrain.core.policy.Policies;

/**
 * The decisions: reads the state, answers events or a rejection, writes nothing. The caller applies
 * the events with {@link CoreState#apply} before the next command, records them, and only when they
 * are durable lets anybody know.
 *
 * <p>Time comes in with each command; the same state, command and time give the same answer.
 */
public final class Core {
  private final Admission admission;
  private final Placing placing;
  private final Lifecycle lifecycle;
  private final Settling settling;
  private final Fleet fleet;
  private final Queues queues;
  private final Reservations reservations;

  /** One that knows no policies but Packtrain's own. */
  public Core(CoreState state, CoreLimits limits) {
    this(state, limits, Policies.BUILT_IN);
  }

  /**
   * One with its rules.
   *
   * @param policies those that can be set
   */
  public Core(CoreState state, CoreLimits limits, Policies policies) {
    this.admission = new Admission(state, limits);
    this.placing = new Placing(state);
    this.lifecycle = new Lifecycle(state, limits);
    this.settling = new Settling(state);
    this.fleet = new Fleet(state);
    this.queues = new Queues(state, policies);
    this.reservations = new Reservations(state);
  }

  /**
   * Decides one command.
   *
   * @param nowMillis since the epoch, on the master's clock
   */
  public Decision handle(Command command, long nowMillis) {
    return switch (command) {
      case Command.SubmitJob c -> admission.submit(c, nowMillis);
      case Command.SubmitJobs c -> admission.submitAll(c, nowMillis);
      case Command.AddTasks c -> admission.addTasks(c);
      case Command.CloseJob c -> admission.close(c, nowMillis);
      case Command.CancelJob c -> lifecycle.cancelJob(c, nowMillis);
      case Command.CancelTask c -> lifecycle.cancelTask(c, nowMillis);
      case Command.RetryJob c -> lifecycle.retryJob(c, nowMillis);
      case Command.ReportStarted c -> lifecycle.reportStarted(c, nowMillis);
      case Command.ReportEnded c -> lifecycle.reportEnded(c, nowMillis);
      case Command.ReportMeasured c -> lifecycle.reportMeasured(c, nowMillis);
      case Command.ReportWithdrawn c -> lifecycle.reportWithdrawn(c, nowMillis);
      case Command.SettleDependencies _ -> settling.settle(nowMillis);
      case Command.Tick _ -> lifecycle.tick(nowMillis);
      case Command.RegisterWorker c -> fleet.register(c, nowMillis);
      case Command.LoseWorker c -> fleet.lose(c, nowMillis);
      case Command.DrainWorker c -> fleet.drain(c, nowMillis);
      case Command.ForgetWorker c -> fleet.forget(c);
      case Command.CommitPlan c -> placing.commit(c, nowMillis);
      case Command.ConfigureQueue c -> queues.configure(c, nowMillis);
      case Command.ConfigurePlacement c -> queues.configure(c, nowMillis);
      case Command.AddReservation c -> reservations.add(c, nowMillis);
      case Command.RemoveReservation c -> reservations.remove(c, nowMillis);
      case Command.RankJobs c -> queues.rank(c);
      case Command.CutOffPolicy c -> queues.cutOff(c, nowMillis);
      case Command.Repack c -> queues.repack(c, nowMillis);
    };
  }
}
