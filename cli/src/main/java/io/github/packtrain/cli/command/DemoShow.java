package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.demo.DemoWork;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Submits the work of the demonstration and says what happens. */
final class DemoShow {
  private static final long READY_MILLIS = 30_000;
  private static final long POLL_MILLIS = 100;
  private static final long TABLE_EVERY_MILLIS = 10_000;
  private static final long REST_MILLIS = 30_000;
  private static final List<String> SHOWN =
      List.of("EVENT_TASK_STARTED", "EVENT_JOB_ENDED", "EVENT_WORKER_LOST");

  private final Terminal terminal;
  private final Cli cli;
  private final MasterApi api;
  private final DemoWork work;
  private final Runnable check;
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final long began = System.nanoTime();
  private volatile boolean over;
  private int jobs;

  /**
   * @param check throws when a worker cannot be kept alive
   */
  DemoShow(Cli cli, MasterApi api, DemoWork work, Runnable check) {
    this.cli = cli;
    this.terminal = cli.terminal();
    this.api = api;
    this.work = work;
    this.check = check;
  }

  /** From the first worker to the last table. */
  void run(int workers, long runMillis) {
    awaitWorkers(workers);
    api.post("/v1/shadow:start", new JsonObject().put("placement", "worst_fit").node());
    Thread.ofVirtual().name("events").start(this::events);
    submitUntil(elapsedMillis() + runMillis);
    rest();
    over = true;
    say("no more work comes in; this is what the master learned of it:");
    StatsCommand.tables(cli, api.get("/v1/statistics"));
    terminal.print("");
    terminal.print("Beside it, without effect, another placement planned the same:");
    ShadowTexts.lines(api.post("/v1/shadow:stop", Node.empty()), Instant.now())
        .forEach(terminal::print);
    terminal.print("");
    terminal.print(
        "Try it yourself:  packtrain up --workers 2 --gpus sim:2xA100-80GB     packtrain policy list");
  }

  private void awaitWorkers(int workers) {
    while (api.get("/v1/workers").items("workers").size() < workers) {
      check.run();
      if (elapsedMillis() > READY_MILLIS) {
        throw new Failure(
            ExitCode.TIMEOUT,
            "DEMO.workers",
            "not all workers of the demonstration are there",
            "after 30 s some had not registered",
            "close other programs, or use fewer --workers");
      }
      Waiting.sleep(POLL_MILLIS);
    }
    for (Node worker : api.get("/v1/workers").items("workers")) {
      names.put(worker.text("id"), worker.text("spec.name"));
    }
    say(workers + " simulated workers are ready; work comes in, Ctrl-C ends it");
    table();
  }

  private void submitUntil(long endMillis) {
    long nextJob = 0;
    long nextTable = elapsedMillis() + TABLE_EVERY_MILLIS;
    long explainAt = elapsedMillis() + (endMillis - elapsedMillis()) / 2;
    boolean explained = false;
    while (elapsedMillis() < endMillis) {
      check.run();
      if (elapsedMillis() >= nextJob) {
        submit(work.next());
        nextJob = elapsedMillis() + work.pauseMillis();
      }
      if (!explained && elapsedMillis() >= explainAt) {
        explained = true;
        explain();
      }
      if (elapsedMillis() >= nextTable) {
        table();
        nextTable += TABLE_EVERY_MILLIS;
      }
      Waiting.sleep(Math.clamp(nextJob - elapsedMillis(), 1, POLL_MILLIS));
    }
  }

  private String submit(DemoWork.Job job) {
    String id = api.post("/v1/jobs", job.body()).text("job");
    jobs++;
    say("+ " + id + " " + job.text());
    return id;
  }

  /** A job that nothing here can run: the master says why. */
  private void explain() {
    String id = submit(work.tooBig());
    Node why = api.get(MasterApi.path("/v1/jobs/%s:explain", id));
    say("? packtrain explain " + id + ":  " + why.text("summary"));
    api.post(MasterApi.path("/v1/jobs/%s:cancel", id), Node.empty());
  }

  /** What runs may end; what waits longer than that is left. */
  private void rest() {
    long until = elapsedMillis() + REST_MILLIS;
    while (elapsedMillis() < until && open() > 0) {
      check.run();
      Waiting.sleep(POLL_MILLIS);
    }
  }

  private long open() {
    return api.get("/v1/status").number("jobsActive");
  }

  private void table() {
    Node status = api.get("/v1/status");
    say(
        "%s so far, %s running, %d waiting"
            .formatted(
                Shown.count(jobs, "job"),
                Shown.count(status.number("tasksActive"), "task"),
                status.number("tasksWaiting")));
    cli.print(WorkerCommands.table(api.get("/v1/workers").items("workers"), Instant.now()));
  }

  private void events() {
    StringBuilder query = new StringBuilder("?after=0");
    SHOWN.forEach(type -> query.append("&types=").append(type));
    try {
      api.stream("/v1/events" + query, this::event);
    } catch (Failure e) {
      if (!over && !Interrupt.hasHappened()) {
        terminal.say(e);
      }
    }
  }

  private void event(Node event) {
    if (!over) {
      String worker = event.text("worker");
      String name = names.getOrDefault(worker, worker);
      say("  " + event.text("text").replace(" on " + worker, " on " + name));
    }
  }

  private void say(String text) {
    terminal.print(
        String.format(Locale.ROOT, "%6s  %s", Quantities.duration(elapsedMillis()), text));
  }

  private long elapsedMillis() {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
