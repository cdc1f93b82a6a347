package io.github.packtrain.simulator;

import io.github.packtrain.core.Command;
import io.github.packtrain.model.After;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudySpec;
import io.github.packtrain.session.loop.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What users want, as the seed has it. Everything that is asked for fits the first machine. */
final class Wishes {
  private static final int GANG_MAX = 2;

  /** Refusals that a user of this simulation may get; any other is a finding. */
  private static final List<String> EXPECTED =
      List.of(
          "DEPENDENCY_FAILED",
          "GANG_INCOMPLETE",
          "JOB_NOT_FOUND",
          "TASK_NOT_FOUND",
          "WORKER_NOT_FOUND",
          "STUDY_NOT_FOUND",
          "WORKER_NOT_LOST",
          "JOB_OF_STUDY",
          "JOB_CLOSED",
          "TASKS_OUT_OF_ORDER",
          "STUDY_ENDED",
          "STUDY_STATE");

  private static final long GIB = 1L << 30;

  private final Scenario scenario;
  private final Dice dice;
  private final boolean gpus;
  private final List<StudySpec> studies = new ArrayList<>();
  private final List<JobSpec> trials = new ArrayList<>();

  /** One thing that a client wants; its request is made when its turn comes. */
  sealed interface Wish {
    record Submit(String id, JobSpec spec, int count, List<String> params, boolean open)
        implements Wish {}

    record More() implements Wish {}

    record Close() implements Wish {}

    record Cancel() implements Wish {}

    record CancelTask() implements Wish {}

    record Retry() implements Wish {}

    record Drain(WorkerId worker, boolean draining, boolean evict) implements Wish {}

    record Study(int number) implements Wish {}

    record StudyOrder(int number, int kind) implements Wish {}

    record CloseAll(int number) implements Wish {}
  }

  Wishes(Scenario scenario, Dice dice) {
    this.scenario = scenario;
    this.dice = dice;
    this.gpus = dice.chance(500);
    for (int i = 0; i < scenario.sizes().studies(); i++) {
      studies.add(study(i));
      trials.add(job("trial", dice.chance(200) ? LeasePolicy.STOP : LeasePolicy.KEEP));
    }
  }

  // ---- machines

  WorkerSpec machine(int number) {
    boolean first = number == 0;
    int cpu = first ? 4_000 : dice.between(1, 4) * 1_000;
    List<Device> devices = new ArrayList<>();
    int count = !gpus ? 0 : first ? 2 : dice.between(0, 2);
    for (int i = 0; i < count; i++) {
      String uuid = "GPU-" + number + "-" + i;
      devices.add(new Device(uuid, i, Vendor.NVIDIA, "A100-40GB", 40 * GIB, 80, -1, "", true));
    }
    return WorkerSpec.of("m" + number, new Resources(cpu, 16 * GIB, 0), devices);
  }

  // ---- wishes

  List<Wish> of(String client, int count) {
    List<Wish> wishes = new ArrayList<>();
    wishes.add(submission(client, 0));
    for (int i = 1; i < count; i++) {
      wishes.add(
          switch (dice.between(0, 11)) {
            case 0, 1, 2, 3 -> submission(client, i);
            case 4 -> new Wish.More();
            case 5 -> new Wish.Cancel();
            case 6 -> new Wish.CancelTask();
            case 7 -> new Wish.Retry();
            case 8 -> new Wish.Drain(anyWorker(), true, dice.chance(500));
            case 9 -> new Wish.Drain(anyWorker(), false, false);
            case 10 ->
                studies.isEmpty()
                    ? new Wish.Close()
                    : new Wish.StudyOrder(dice.between(0, studies.size() - 1), dice.between(0, 5));
            default ->
                studies.isEmpty()
                    ? submission(client, i)
                    : new Wish.Study(dice.between(0, studies.size() - 1));
          });
    }
    for (int i = 0; i < studies.size(); i++) {
      wishes.add(dice.between(0, wishes.size()), new Wish.Study(i));
    }
    return wishes;
  }

  private WorkerId anyWorker() {
    return new WorkerId(dice.between(1, scenario.sizes().machines()));
  }

  /** What lets everything come to an end. */
  List<Wish> farewell() {
    List<Wish> wishes = new ArrayList<>();
    for (int i = 1; i <= scenario.sizes().machines(); i++) {
      wishes.add(new Wish.Drain(new WorkerId(i), false, false));
    }
    for (int i = 0; i < studies.size(); i++) {
      wishes.add(new Wish.StudyOrder(i, 1));
    }
    for (int i = 0; i < scenario.sizes().operations(); i++) {
      wishes.add(new Wish.CloseAll(i));
    }
    return wishes;
  }

  private Wish submission(String client, int number) {
    int count = dice.between(1, scenario.sizes().tasksPerJobMax());
    boolean open = dice.chance(150);
    List<String> params = new ArrayList<>();
    if (open || dice.chance(300)) {
      for (int i = 0; i < count; i++) {
        params.add("{\"i\":" + i + "}");
      }
    }
    JobSpec spec = job(client, dice.chance(400) ? LeasePolicy.STOP : LeasePolicy.KEEP);
    // Any of the fleets can hold such a one.
    boolean small = count <= GANG_MAX && spec.request().gpu().isNone();
    boolean gang = number % 4 == 1 && small && !open && spec.maxParallel() == 0;
    JobSpec whole = gang ? spec.withTerms(Terms.NONE.asGang()) : spec;
    return new Wish.Submit(client + "-" + number, whole, count, params, open);
  }

  private JobSpec job(String name, LeasePolicy policy) {
    long beat = scenario.timing().heartbeatMillis();
    int cpu = dice.pick(List.of(250, 500, 1_000));
    GpuRequest gpu =
        !gpus || dice.chance(400)
            ? GpuRequest.NONE
            : dice.chance(500)
                ? GpuRequest.whole(dice.between(1, 2))
                : GpuRequest.share(dice.pick(List.of(250, 500)), dice.chance(500) ? 8 * GIB : 0);
    boolean exclusive = scenario.timing().exclusiveTasks();
    TaskBody body =
        !exclusive && dice.chance(300)
            ? new TaskBody.Handler("sleep", "")
            : new TaskBody.Command(List.of("train"), Map.of(), "");
    long backoff = dice.between(0, beat);
    return new JobSpec(
        name,
        dice.chance(800) ? "default" : "other",
        dice.pick(List.of(50, 50, 50, 80, 10)),
        new io.github.packtrain.model.Request(
            new Resources(cpu, dice.chance(300) ? GIB : 0, 0), gpu, Map.of()),
        body,
        new RetryPolicy(dice.between(1, 4), backoff, 4 * backoff, dice.chance(200) ? 1 : 20),
        dice.chance(300) ? scenario.timing().taskMaxMillis() / 2 + 1 : 3_600_000,
        dice.between(0, beat),
        exclusive ? LeasePolicy.STOP : body instanceof TaskBody.Handler ? LeasePolicy.KEEP : policy,
        List.of(),
        dice.chance(200) ? dice.between(1, 3) : 0,
        "",
        Terms.NONE,
        After.NONE);
  }

  private StudySpec study(int number) {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("lr", new Domain.FloatRange(1e-4, 1e-1, true, 0.0)),
            Parameter.of("depth", new Domain.IntRange(1, 6, false, 1)),
            Parameter.of("bias", new Domain.Bool()));
    AlgorithmSpec algorithm =
        switch (dice.between(0, 3)) {
          case 0 -> AlgorithmSpec.of("random");
          case 1 -> AlgorithmSpec.of("grid").with("resolution", ParameterValue.of(2));
          case 2 ->
              AlgorithmSpec.of("evolution")
                  .with("population", ParameterValue.of(3))
                  .with("tournament", ParameterValue.of(2));
          default ->
              AlgorithmSpec.of("genetic")
                  .with("population", ParameterValue.of(4))
                  .with("tournament", ParameterValue.of(2))
                  .with("elitism", ParameterValue.of(1));
        };
    Budget budget = Budget.of(dice.between(2, 12), dice.between(1, 4));
    if (dice.chance(200)) {
      budget = budget.withWallMillis(scenario.faultsUntilMillis());
    }
    if (dice.chance(200)) {
      budget = budget.withMaxFailed(1);
    }
    return new StudySpec(
        "study" + number,
        List.of(Objective.maximize("score")),
        space,
        algorithm,
        budget,
        dice.number());
  }

  // ---- requests

  /** Some jobs wait for an earlier one of the same user, or for one of its tasks; none for ever. */
  private After after(List<JobId> jobs) {
    if (jobs.isEmpty() || !dice.chance(200)) {
      return After.NONE;
    }
    When when = dice.chance(500) ? When.SUCCEEDED : When.ENDED;
    int index = dice.chance(200) ? 0 : Dependency.WHOLE;
    return new After(List.of(new Dependency(when, dice.pick(jobs), index)), false);
  }

  /** What to ask now, given the jobs that the client knows; empty when the wish makes no sense. */
  Optional<Request> request(Wish wish, String client, List<JobId> jobs) {
    Principal by = new Principal(client, Principal.Role.SUBMITTER);
    return switch (wish) {
      case Wish.Submit(var id, var spec, int count, var params, boolean open) ->
          command(new Command.SubmitJob(by, id, spec.withAfter(after(jobs)), count, params, open));
      case Wish.Study(int number) ->
          Optional.of(new Request.CreateStudy(by, studies.get(number), trials.get(number)));
      case Wish.StudyOrder(int number, int kind) -> {
        String name = studies.get(number).name();
        yield Optional.of(
            new Request.OfStudy(
                by,
                switch (kind) {
                  case 0, 2 -> new StudyCommand.PauseStudy(name);
                  case 5 -> new StudyCommand.StopStudy(name, "enough");
                  default -> new StudyCommand.ResumeStudy(name);
                }));
      }
      case Wish.Drain(WorkerId worker, boolean draining, boolean evict) ->
          command(new Command.DrainWorker(by, worker, draining, evict, "asked"));
      case Wish.CloseAll(int number) ->
          number < jobs.size()
              ? command(new Command.CloseJob(by, jobs.get(number)))
              : Optional.empty();
      case Wish.More _, Wish.Close _, Wish.Cancel _, Wish.CancelTask _, Wish.Retry _ ->
          jobs.isEmpty() ? Optional.empty() : ofJob(wish, by, dice.pick(jobs));
    };
  }

  private Optional<Request> ofJob(Wish wish, Principal by, JobId job) {
    return switch (wish) {
      case Wish.More _ ->
          command(
              new Command.AddTasks(
                  by,
                  job,
                  dice.between(1, scenario.sizes().tasksPerJobMax()),
                  List.of("{}", "{}")));
      case Wish.Close _ -> command(new Command.CloseJob(by, job));
      case Wish.Cancel _ -> command(new Command.CancelJob(by, job, "changed my mind"));
      case Wish.CancelTask _ ->
          command(
              new Command.CancelTask(
                  by,
                  new TaskId(job, dice.between(0, scenario.sizes().tasksPerJobMax())),
                  "not this one"));
      case Wish.Retry _ ->
          command(
              new Command.RetryJob(
                  by, job, List.of(TaskState.FAILED, TaskState.CANCELLED, TaskState.TIMED_OUT)));
      default -> Optional.empty();
    };
  }

  private static Optional<Request> command(Command command) {
    return Optional.of(new Request.Commands(List.of(command)));
  }

  /** Whether asking once more, much later, is to change nothing. */
  boolean isIdempotent(Wish wish) {
    return wish instanceof Wish.Submit || wish instanceof Wish.Study;
  }

  void rejected(Wish wish, Rejection rejection) {
    if (!EXPECTED.contains(rejection.code())) {
      throw new BrokenLaw(wish + " was refused: " + rejection);
    }
  }

  List<StudySpec> studies() {
    return studies;
  }
}
