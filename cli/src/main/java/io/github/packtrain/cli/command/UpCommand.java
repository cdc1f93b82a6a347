package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.embedded.Connection;
import io.github.packtrain.cli.embedded.Connector;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.embedded.MasterFlags;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code packtrain up}. */
@Command(
    name = "up",
    description = "A master and workers on this machine, in the foreground until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 100;
  private static final long READY_MILLIS = 20_000;
  private static final long CHECK_MILLIS = 1_000;

  private final Cli cli;
  @Mixin private ListenFlags listen = new ListenFlags();
  @Mixin private WorkerFlags workers = new WorkerFlags();

  UpCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    long began = System.nanoTime();
    MasterFlags flags = listen.flags(cli);
    Connection.WorkerPlan plan = workers.plan();
    EmbeddedMaster master = Connector.startToStay(cli.starter(), flags);
    try (Connection connection = Connection.embedded(master, flags.dataDirectory());
        Interrupt _ = Interrupt.run(() -> stop(connection))) {
      connection.startWorkers(plan);
      ListenFlags.greeting(flags, master).forEach(cli.terminal()::say);
      greet(connection, plan.count(), began);
      Thread watcher = Thread.ofVirtual().start(() -> watch(connection));
      Optional<Failure> why = master.awaitStop();
      watcher.interrupt();
      if (why.isPresent()) {
        throw why.get();
      }
      return ExitCode.OK.number();
    }
  }

  private void stop(Connection connection) {
    cli.terminal().say("ending the workers and the master; jobs are kept");
    connection.close();
  }

  private void greet(Connection connection, int expected, long beganNanos) {
    MasterApi api = connection.api();
    long deadline = System.nanoTime() + READY_MILLIS * 1_000_000;
    List<Node> online = online(api);
    while (online.size() < expected && System.nanoTime() < deadline) {
      connection.checkWorkers();
      Waiting.sleep(POLL_MILLIS);
      online = online(api);
    }
    long gpus = 0;
    long cpuMilli = 0;
    for (Node worker : online) {
      gpus += worker.items("spec.devices").size();
      cpuMilli += worker.number("spec.allocatable.cpuMilli");
    }
    Terminal terminal = cli.terminal();
    terminal.say(
        "  workers  "
            + online.size()
            + " online, "
            + Shown.count(gpus, "GPU")
            + ", "
            + Quantities.milli(cpuMilli)
            + " CPUs");
    long millis = (System.nanoTime() - beganNanos) / 1_000_000;
    terminal.say(
        "ready in "
            + Quantities.duration(millis)
            + "; try  packtrain submit -- echo hello    packtrain ps");
  }

  private static List<Node> online(MasterApi api) {
    return api.get("/v1/workers").items("workers").stream()
        .filter(
            worker ->
                !worker.text("state").equals("WORKER_LOST")
                    && !worker.text("state").equals("WORKER_UNREACHABLE"))
        .toList();
  }

  private void watch(Connection connection) {
    try {
      while (true) {
        Thread.sleep(CHECK_MILLIS);
        connection.checkWorkers();
      }
    } catch (InterruptedException _) {
      // The master has stopped.
    } catch (Failure e) {
      cli.terminal().say(e);
    }
  }
}
