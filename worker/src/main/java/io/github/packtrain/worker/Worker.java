package io.github.packtrain.worker;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.Error;
import io.github.packtrain.protocol.v1.LogChunk;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.session.wire.ErrorWire;
import io.github.packtrain.session.worker.WorkerAction;
import io.github.packtrain.session.worker.WorkerIdentity;
import io.github.packtrain.session.worker.WorkerSession;
import io.github.packtrain.worker.guard.CrashPoint;
import io.github.packtrain.worker.guard.EndedAttempt;
import io.github.packtrain.worker.guard.Guard;
import io.github.packtrain.worker.guard.GuardException;
import io.github.packtrain.worker.guard.GuardListener;
import io.github.packtrain.worker.guard.GuardOptions;
import io.github.packtrain.worker.guard.RunningAttempt;
import io.github.packtrain.worker.handler.HandlerAttempts;
import io.github.packtrain.worker.handler.HandlerListener;
import io.github.packtrain.worker.handler.HandlerStart;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running worker. One thread, the loop, owns the session and everything that is not said to be
 * thread-safe; guard, handlers, stream and log readers hand it what happened through its queue.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long TICK_MILLIS = 100;
  private static final long DIAL_FIRST_MILLIS = 100;

  /** A master that was there a moment ago is most likely being started again. */
  private static final long DIAL_SOON_MILLIS = 500;

  private static final long SOON_FOR_MILLIS = 10_000;
  private static final long DIAL_LAST_MILLIS = 5_000;
  private static final long OBSERVE_MILLIS = 5_000;
  private static final int BATCH_MAX = 4_096;

  private final WorkerDirectory directory;
  private final WorkerSession session;
  private final CommandAttempts commands;
  private final HandlerAttempts handlers;
  private final Optional<Guard> guard;
  private final MasterStream stream;
  private final Logs logs;
  private final AttemptFiles files;
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<Rejection>> end = new CompletableFuture<>();
  private final List<WorkerAction> actions = new ArrayList<>();
  private final Observation observation = new Observation();
  private final ConcurrentSkipListSet<AttemptId> runningCommands = new ConcurrentSkipListSet<>();
  private Observed observed = Observed.getDefaultInstance();
  private long observedAtMillis;
  private long streamNumber;
  private long dialAtMillis;
  private long dialWaitMillis = DIAL_FIRST_MILLIS;
  private long dialSoonUntilMillis; // 0 while no master has been lost
  private boolean guardKnown; // its attempts have been taken over
  private boolean everRegistered;
  private boolean stopping;
  private boolean stopWhenIdle;

  private Worker(
      WorkerDirectory directory,
      WorkerSpec spec,
      NettyChannelBuilder channel,
      String token,
      WorkerOptions options)
      throws GuardException {
    this.directory = directory;
    this.session =
        new WorkerSession(new WorkerIdentity(directory.uid(), directory.incarnation(), spec));
    this.commands = new CommandAttempts(directory.path(), spec, System.getenv());
    this.files = new AttemptFiles(directory.path());
    this.handlers = new HandlerAttempts(new Handling());
    this.logs = new Logs(commands::filesOf, runningCommands::contains, this::logChunk);
    this.stream = new MasterStream(channel, token, new Streaming());
    this.guard =
        options.handlersOnly()
            ? Optional.empty()
            : Optional.of(
                Guard.open(
                    GuardOptions.in(directory.path()).withTaskUser(options.taskUser()),
                    new Guarding()));
    this.guardKnown = options.handlersOnly();
  }

  /**
   * Starts a worker; it dials the master until it is told to stop.
   *
   * @throws WorkerException when it cannot start: its directory is in use, a GPU specification is
   *     wrong, …
   */
  public static Worker start(WorkerOptions options) throws WorkerException {
    WorkerDirectory directory =
        WorkerDirectory.open(options.directory(), !options.taskUser().isEmpty());
    try {
      WorkerSpec spec = Survey.of(options);
      Worker worker =
          new Worker(directory, spec, Dialing.channel(options), Dialing.secret(options), options);
      Thread.ofPlatform().name("worker-loop").start(worker::run);
      return worker;
    } catch (GuardException e) {
      closeQuietly(directory);
      throw WorkerException.of(
          Kind.UNAVAILABLE,
          "GUARD",
          "the guard cannot be started",
          String.valueOf(e.getMessage()),
          "see guard.log in " + options.directory());
    } catch (WorkerException e) {
      closeQuietly(directory);
      throw e;
    }
  }

  private static void closeQuietly(WorkerDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      LOG.warn("cannot release the worker directory: {}", e.getMessage());
    }
  }

  /** Waits for the end; answers why, when it was not asked for. */
  public Optional<Rejection> awaitEnd() {
    return end.join();
  }

  /**
   * Stops. With {@code evict}, attempts are ended so that they run elsewhere, and their ends
   * reported; without, commands run on under the guard and are offered again by the next process of
   * this worker.
   */
  public void stop(boolean evict) {
    queue.add(() -> beginStop(evict));
  }

  /**
   * Ends all attempts at once and the guard with them, reporting nothing: nobody will ask for them
   * again.
   */
  public void stopForGood() {
    queue.add(
        () -> {
          guard.ifPresent(g -> g.shutdown(Outcome.LOST.name()));
          stopping = true;
        });
  }

  @Override
  public void close() {
    stop(false);
    awaitEnd();
  }

  // ---- the loop

  private void run() {
    List<Runnable> batch = new ArrayList<>();
    long nextTick = now();
    try {
      while (!stopping) {
        long wakeUp = Math.min(nextTick, session.flushDueMillis());
        Runnable first = queue.poll(Math.max(0, wakeUp - now()), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH_MAX);
          batch.forEach(Runnable::run);
          batch.clear();
        }
        actions.addAll(session.flush(now()));
        if (now() >= nextTick) {
          tick();
          nextTick = now() + TICK_MILLIS;
        }
        carryOut();
      }
      finish(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finish(Optional.empty());
    } catch (RuntimeException e) {
      // Our bug: the process stops; the guard keeps the commands for the next one.
      LOG.error("the worker's loop failed", e);
      finish(
          Optional.of(
              new Rejection(
                  Kind.UNAVAILABLE,
                  "WORKER_FAILED",
                  "the worker failed: " + e,
                  "this is a mistake of the worker's own",
                  "see worker.log; start it again")));
    }
  }

  private void finish(Optional<Rejection> why) {
    stream.close();
    logs.cancelAll();
    handlers.close();
    guard.ifPresent(Guard::close);
    closeQuietly(directory);
    end.complete(why);
  }

  /** Milliseconds on a clock that never goes back. */
  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void tick() {
    long now = now();
    if (now - observedAtMillis >= OBSERVE_MILLIS || observedAtMillis == 0) {
      observed = observation.take(System.currentTimeMillis());
      observedAtMillis = now;
      files.sweep(runningCommands);
    }
    commands.pollMeasurements(session::measured);
    actions.addAll(session.tick(now, observed));
    if (guardKnown && streamNumber == 0 && now >= dialAtMillis) {
      dial(now);
    }
    if (stopWhenIdle
        && session.activeAttempts() == 0
        && (session.unacknowledgedReports() == 0 || !session.isRegistered())) {
      stopping = true;
    }
  }

  private void dial(long now) {
    CrashPoint.pass("worker.dial.before");
    streamNumber = stream.open();
    LOG.info("dialling the master, stream {}", streamNumber);
    actions.addAll(session.opened(now));
  }

  private void carryOut() {
    for (int i = 0; i < actions.size(); i++) {
      perform(actions.get(i));
      CrashPoint.pass("worker.action.done");
    }
    actions.clear();
  }

  private void perform(WorkerAction action) {
    switch (action) {
      case WorkerAction.Send(var message) -> stream.send(message);
      case WorkerAction.Start start -> startAttempt(start);
      case WorkerAction.Stop(AttemptId attempt, Outcome reason) -> stopAttempt(attempt, reason);
      case WorkerAction.Release(AttemptId attempt) -> {
        CrashPoint.pass("worker.release.before");
        guard.ifPresent(g -> g.acknowledge(attempt));
        CrashPoint.pass("worker.release.done");
      }
      case WorkerAction.RenewLease(long until) -> guard.ifPresent(g -> g.renewLease(until - now()));
      case WorkerAction.AnswerLog(var request) -> logs.answer(request);
      case WorkerAction.Reconnect(String why) -> reconnect(why);
      case WorkerAction.GiveUp(Error why) ->
          giveUp(ErrorWire.toModel(why, Kind.FAILED_PRECONDITION));
    }
  }

  private void giveUp(Rejection why) {
    LOG.error("{}: {} {}", why.code(), why.message(), why.why());
    stopping = true;
    end.complete(Optional.of(why));
  }

  // ---- attempts

  private void startAttempt(WorkerAction.Start start) {
    switch (start.spec().body()) {
      case TaskBody.Command command -> {
        Assignment assignment =
            new Assignment(start.attempt(), start.spec(), start.params(), start.devices());
        runningCommands.add(start.attempt());
        CrashPoint.pass("worker.start.before");
        guard
            .map(g -> commands.start(assignment, command, g))
            .orElseGet(
                () ->
                    Optional.of(
                        AttemptResult.ended(Outcome.NOT_STARTED, "this worker runs handlers only")))
            .ifPresent(result -> endAttempt(start.attempt(), result));
        CrashPoint.pass("worker.start.handed-over");
      }
      case TaskBody.Handler handler ->
          handlers.start(
              new HandlerStart(
                  start.attempt(),
                  handler,
                  start.params(),
                  start.spec().timeLimitMillis(),
                  start.spec().graceMillis(),
                  start.spec().requiredMetrics(),
                  directory.path(),
                  start.gang()));
    }
  }

  private void endAttempt(AttemptId attempt, AttemptResult result) {
    CrashPoint.pass("worker.end.before");
    runningCommands.remove(attempt);
    actions.addAll(session.ended(attempt, result, now()));
  }

  private void stopAttempt(AttemptId attempt, Outcome reason) {
    if (commands.isRunning(attempt)) {
      stopCommand(attempt, reason);
    } else {
      handlers.stop(attempt, reason);
    }
  }

  private void stopCommand(AttemptId attempt, Outcome reason) {
    guard.ifPresent(g -> g.stop(attempt, reason.name()));
  }

  private void beginStop(boolean evict) {
    if (!evict) {
      stopping = true;
      return;
    }
    stopWhenIdle = true;
    commands.running().forEach(attempt -> stopCommand(attempt, Outcome.EVICTED));
    handlers.stopAll(Outcome.EVICTED);
  }

  // ---- the stream

  private void reconnect(String why) {
    LOG.info("dialling again: {}", why);
    stream.closeStream(why);
    streamClosed(streamNumber, Status.UNAVAILABLE.withDescription(why));
  }

  private void streamClosed(long number, Status status) {
    if (number != streamNumber) {
      return;
    }
    everRegistered |= session.isRegistered();
    if (session.isRegistered()) {
      dialWaitMillis = DIAL_FIRST_MILLIS;
      dialSoonUntilMillis = now() + SOON_FOR_MILLIS;
      LOG.info("the stream to the master ended: {}", status);
    }
    streamNumber = 0;
    session.closed();
    logs.cancelAll();
    Status.Code code = status.getCode();
    if (!everRegistered
        && (code == Status.Code.UNAUTHENTICATED || code == Status.Code.PERMISSION_DENIED)) {
      giveUp(
          new Rejection(
              Kind.UNAUTHENTICATED,
              "WORKER_TOKEN_REFUSED",
              "the master does not accept this worker's token",
              String.valueOf(status.getDescription()),
              "give the join token that packtrain token create --role worker prints, with --join"));
      return;
    }
    if (dialWaitMillis == DIAL_FIRST_MILLIS) {
      LOG.warn("the master cannot be reached: {}; dialling again until it can", status);
    }
    dialAtMillis = now() + dialWaitMillis;
    long longest = now() < dialSoonUntilMillis ? DIAL_SOON_MILLIS : DIAL_LAST_MILLIS;
    // A worker that waits longer than its heartbeat could be taken for lost before it dials again.
    dialWaitMillis = Math.min(Math.min(longest, session.heartbeatMillis()), dialWaitMillis * 2);
    stream.redial();
  }

  private void logChunk(LogChunk chunk) {
    queue.add(() -> actions.addAll(session.logData(chunk)));
  }

  /** What happens on the stream, handed to the loop. */
  private final class Streaming implements MasterStream.Listener {
    @Override
    public void message(long number, MasterMessage message) {
      queue.add(
          () -> {
            if (number == streamNumber) {
              actions.addAll(session.received(message, now()));
            }
          });
    }

    @Override
    public void closed(long number, Status status) {
      queue.add(() -> streamClosed(number, status));
    }
  }

  /** What the guard says, handed to the loop. */
  private final class Guarding implements GuardListener {
    @Override
    public void connected(List<RunningAttempt> running, List<EndedAttempt> ended) {
      queue.add(() -> adopt(running, ended));
    }

    @Override
    public void started(RunningAttempt attempt) {
      CrashPoint.pass("worker.started.heard");
      queue.add(
          () -> {
            commands.started(attempt);
            session.started(attempt.attempt(), now());
          });
    }

    @Override
    public void ended(EndedAttempt attempt) {
      queue.add(() -> endAttempt(attempt.attempt(), commands.result(attempt, session::measured)));
    }

    @Override
    public void replaced() {
      queue.add(
          () ->
              giveUp(
                  new Rejection(
                      Kind.FAILED_PRECONDITION,
                      "WORKER_REPLACED",
                      "another process has taken over this worker",
                      "it serves the same directory",
                      "nothing to do: the newer one goes on")));
    }

    @Override
    public void unavailable(GuardException cause) {
      LOG.error("there is no guard: {}", cause.getMessage());
    }
  }

  private void adopt(List<RunningAttempt> running, List<EndedAttempt> ended) {
    for (RunningAttempt attempt : running) {
      if (!guardKnown && commands.adopt(attempt)) {
        runningCommands.add(attempt.attempt());
        session.adoptRunning(
            attempt.attempt(),
            commands.assignmentOf(attempt.attempt()).map(Assignment::devices).orElse(List.of()));
      } else if (!guardKnown) {
        stopCommand(attempt.attempt(), Outcome.LOST);
      }
    }
    for (EndedAttempt attempt : ended) {
      if (!guardKnown) {
        session.adoptEnded(attempt.attempt(), commands.result(attempt, (_, _) -> {}));
      } else {
        endAttempt(attempt.attempt(), commands.result(attempt, session::measured));
      }
    }
    CrashPoint.pass("worker.adopted");
    guardKnown = true;
    LOG.info("the guard has {} running attempts and {} ended ones", running.size(), ended.size());
  }

  /** What handlers do, handed to the loop. */
  private final class Handling implements HandlerListener {
    @Override
    public void started(AttemptId attempt) {
      queue.add(() -> session.started(attempt, now()));
    }

    @Override
    public void measured(AttemptId attempt, Measurement measurement) {
      queue.add(() -> session.measured(attempt, measurement));
    }

    @Override
    public void ended(AttemptId attempt, AttemptResult result) {
      queue.add(() -> actions.addAll(session.ended(attempt, result, now())));
    }
  }
}
