package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker as a process.
 *
 * <p>INT (Ctrl-C) ends its attempts, so that they run elsewhere; TERM leaves commands running under
 * the guard for the next process of this worker, so that an upgrade kills no work.
 */
public final class WorkerMain {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

  private WorkerMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /** Runs until it is stopped; answers the exit code. */
  public static int run(List<String> arguments) {
    try {
      WorkerOptions options = WorkerArguments.parse(arguments);
      Worker worker = Worker.start(options);
      WorkerLog.open(options.directory());
      Thread onTerm = Thread.ofPlatform().name("worker-term").unstarted(worker::close);
      Runtime.getRuntime().addShutdownHook(onTerm);
      Signals.onInterrupt(() -> worker.stop(true));
      if (options.stopWithParent()) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> awaitParentEnd(worker));
      }
      LOG.info(
          "worker {} started for master {}:{}",
          options.name(),
          options.masterHost(),
          options.masterPort());
      Optional<Rejection> why = worker.awaitEnd();
      why.ifPresent(WorkerMain::say);
      return why.map(WorkerMain::exitCode).orElse(0);
    } catch (WorkerException e) {
      say(e.rejection());
      return exitCode(e.rejection());
    }
  }

  /** Standard input ends with the parent, however that ends. */
  private static void awaitParentEnd(Worker worker) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected to come.
      }
    } catch (IOException e) {
      LOG.info("standard input failed: {}", e.getMessage());
    }
    worker.stopForGood();
  }

  private static void say(Rejection rejection) {
    StringBuilder text = new StringBuilder("error: ").append(rejection.message()).append('\n');
    if (!rejection.why().isEmpty()) {
      text.append("  ").append(rejection.why()).append('\n');
    }
    text.append("  hint: ").append(rejection.hint()).append('\n');
    System.err.print(text.append("  code: ").append(rejection.code()).append('\n'));
  }

  private static int exitCode(Rejection rejection) {
    return switch (rejection.kind()) {
      case INVALID_ARGUMENT -> 2;
      case NOT_FOUND -> 3;
      case ALREADY_EXISTS, FAILED_PRECONDITION -> 4;
      case UNAUTHENTICATED, PERMISSION_DENIED -> 5;
      case UNAVAILABLE -> 6;
      case RESOURCE_EXHAUSTED -> 1;
    };
  }
}
