package io.github.packtrain.core;

import io.github.packtrain.core.order.Orders;
import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.After;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random commands, sensible and not, made from a seed and what the state shows. */
final class Chaos {
  private static final long GIB = 1L << 30;
  private static final Principal ANN = new Principal("ann", Principal.Role.SUBMITTER);
  private static final Principal BOB = new Principal("bob", Principal.Role.SUBMITTER);
  private static final List<String> QUEUES = List.of("q", "q", "r", "default");
  private static final List<Request> REQUESTS =
      List.of(
          Request.cpu(1000),
          Request.cpu(500),
          Request.cpu(3000),
          Request.gpus(1000, 1),
          Request.gpus(500, 2),
          new Request(new Resources(500, GIB, 0), GpuRequest.share(300, 5 * GIB), Map.of()),
          new Request(new Resources(250, 0, GIB), GpuRequest.share(500, 0), Map.of()),
          new Request(new Resources(1000, 0, 0), GpuRequest.NONE, Map.of("zone", "a")),
          Request.gpus(1000, 9),
          Request.cpu(1000).withTopology(new Topology(Level.HOST, Level.HOST)),
          Request.cpu(500).withTopology(new Topology(Level.RACK, Level.HOST)),
          Request.gpus(500, 1).withTopology(new Topology(Level.ANYWHERE, Level.ISLAND)),
          Request.gpus(500, 2).withTopology(new Topology(Level.ISLAND, Level.ISLAND)));

  private final SplittableRandom random;
  private final PlacementChoice policy;
  private final List<Plan> latePlans = new ArrayList<>();
  private int submissions;

  Chaos(long seed) {
    this.random = new SplittableRandom(seed);
    this.policy = pick(PlacementChoice.all());
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  long pauseMillis() {
    return oneIn(10) ? random.nextLong(20_000) : random.nextLong(50);
  }

  /** Plans made before name classes of a state that is no more. */
  void restarted() {
    latePlans.clear();
  }

  Command next(Rig rig) {
    int dice = random.nextInt(100);
    if (dice < 9) {
      return submit(rig);
    } else if (dice < 10) {
      return oneIn(2) ? together(rig) : submit(rig);
    } else if (dice < 14) {
      return new Command.AddTasks(
          ANN, job(rig), random.nextInt(6), Collections.nCopies(random.nextInt(4), "{}"));
    } else if (dice < 17) {
      return new Command.CloseJob(ANN, job(rig));
    } else if (dice < 19) {
      return new Command.CancelJob(ANN, job(rig), "chaos");
    } else if (dice < 23) {
      return new Command.CancelTask(ANN, new TaskId(job(rig), random.nextInt(6)), "chaos");
    } else if (dice < 25) {
      return new Command.RetryJob(ANN, job(rig), states());
    } else if (dice < 33) {
      return register(rig);
    } else if (dice < 35) {
      return new Command.LoseWorker(worker(), "silent");
    } else if (dice < 37) {
      return new Command.DrainWorker(ANN, worker(), oneIn(3), oneIn(2), "chaos");
    } else if (dice < 38) {
      return oneIn(3) ? new Command.ForgetWorker(ANN, worker()) : configure();
    } else if (dice < 40) {
      return repack(rig);
    } else if (dice < 43) {
      return oneIn(5)
          ? reserve()
          : oneIn(2) ? new Command.Tick() : new Command.SettleDependencies();
    } else if (dice < 63) {
      return commit(rig);
    }
    return report(rig);
  }

  private Command together(Rig rig) {
    List<Command.SubmitJob> jobs = new ArrayList<>();
    List<Command.Link> links = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      jobs.add(submit(rig));
      boolean backward = !oneIn(6);
      int target = backward ? random.nextInt(i + 1) - 1 : random.nextInt(count);
      if (target >= 0) {
        links.add(new Command.Link(i, pick(List.of(When.values())), target, random.nextInt(4) - 1));
      }
    }
    return new Command.SubmitJobs(jobs, links);
  }

  private After after(Rig rig) {
    List<Dependency> all = new ArrayList<>();
    while (oneIn(3)) {
      all.add(new Dependency(pick(List.of(When.values())), job(rig), random.nextInt(3) - 1));
    }
    return new After(all, oneIn(3));
  }

  private Command.SubmitJob submit(Rig rig) {
    boolean again = oneIn(8);
    String submission = "s" + (again ? random.nextInt(submissions + 1) : submissions++);
    int count = random.nextInt(oneIn(10) ? 60 : 6);
    boolean open = oneIn(4);
    JobSpec spec =
        JobSpec.of("job", pick(REQUESTS), new TaskBody.Handler("noop", ""))
            .withQueue(oneIn(20) ? "Not A Queue" : pick(QUEUES), random.nextInt(3))
            .withTerms(terms())
            .withAfter(after(rig))
            .withRetry(new RetryPolicy(1 + random.nextInt(3), 100, 1_000, random.nextInt(3)))
            .withMaxParallel(oneIn(4) ? 1 + random.nextInt(3) : 0);
    List<String> params = oneIn(2) ? List.of() : Collections.nCopies(count, "{\"x\":1}");
    Principal by = oneIn(3) ? BOB : ANN;
    return new Command.SubmitJob(by, submission, spec, count, params, open && !spec.terms().gang());
  }

  private Terms terms() {
    return oneIn(3)
        ? Terms.NONE
        : new Terms(
            random.nextLong(3) * 1_000,
            random.nextLong(5),
            oneIn(20),
            oneIn(3),
            oneIn(2),
            Profile.NONE);
  }

  private Command configure() {
    String order = oneIn(10) ? "nonsense" : pick(Orders.names());
    Map<String, String> options =
        oneIn(3)
            ? Map.of()
            : oneIn(2)
                ? Map.of("repack", "true")
                : Map.of("backfill", pick(List.of("easy", "conservative")));
    if (order.equals("las")) {
      options = Map.of("repack", "true", "limits", "100ms,500ms,2s");
    }
    String queue = pick(QUEUES);
    if (order.equals("nonsense") && !queue.equals(QUEUES.getFirst())) {
      String placement = options.isEmpty() ? "" : "packing";
      return new Command.ConfigurePlacement(ANN, placement, Map.of());
    }
    return new Command.ConfigureQueue(ANN, queue, order, options);
  }

  private Command reserve() {
    String name = "m" + random.nextInt(4);
    if (oneIn(3)) {
      return new Command.RemoveReservation(ANN, name);
    }
    long start = 1_700_000_000_000L + random.nextLong(100_000);
    List<String> workers = oneIn(6) ? List.of() : List.of("w" + random.nextInt(5));
    String queue = oneIn(2) ? "" : pick(QUEUES);
    Reservation.Holder holder =
        oneIn(4) ? Reservation.Holder.users(List.of("ann")) : Reservation.Holder.queue(queue);
    return new Command.AddReservation(
        ANN,
        new Reservation(name, workers, holder, start, start + random.nextLong(50_000)),
        oneIn(2) ? 0 : 1 + random.nextInt(3));
  }

  private Command repack(Rig rig) {
    List<Command.Progress> progress = new ArrayList<>();
    for (WorkerView worker : rig.state.workers()) {
      for (AttemptView attempt : rig.state.attemptsOn(worker.id())) {
        if (oneIn(2)) {
          progress.add(new Command.Progress(attempt.id(), random.nextLong(100)));
        }
      }
    }
    return new Command.Repack(progress);
  }

  private Command register(Rig rig) {
    int number = random.nextInt(4);
    List<Device> devices = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      devices.add(device("g" + number + i, oneIn(10) ? 10 * GIB : 40 * GIB, !oneIn(8)));
    }
    Resources capacity =
        new Resources(1000 * random.nextInt(1, 6), 8 * GIB, random.nextInt(3) * GIB);
    WorkerSpec spec =
        new WorkerSpec(
            "w" + (oneIn(15) ? random.nextInt(4) : number),
            capacity,
            capacity,
            devices,
            oneIn(2) ? Map.of("zone", "a", "rack", "r" + number % 2) : Map.of(),
            0,
            "1",
            List.of());
    String uid = "u" + number + (oneIn(10) ? "b" : "");
    List<AttemptId> held = new ArrayList<>();
    rig.state
        .findWorkerByUid(uid)
        .ifPresent(
            known ->
                rig.state.attemptsOn(known.id()).stream()
                    .filter(_ -> !oneIn(4))
                    .forEach(attempt -> held.add(attempt.id())));
    return new Command.RegisterWorker(uid, random.nextInt(3), spec, held);
  }

  private static Device device(String uuid, long memoryBytes, boolean healthy) {
    String island = uuid.endsWith("3") ? "" : "i" + uuid.charAt(uuid.length() - 1) % 2;
    return new Device(uuid, 0, Vendor.NVIDIA, "A100", memoryBytes, 80, -1, "", healthy, island);
  }

  private Command commit(Rig rig) {
    Plan plan = rig.plan(policy, oneIn(5) ? 1 + random.nextInt(4) : 1_000);
    if (oneIn(4)) {
      latePlans.add(plan);
    }
    if (!latePlans.isEmpty() && oneIn(3)) {
      plan = latePlans.remove(random.nextInt(latePlans.size()));
    }
    List<Placement> placements = new ArrayList<>(plan.placements());
    if (oneIn(5) && !placements.isEmpty()) {
      int which = random.nextInt(placements.size());
      Placement bad = mangled(oneIn(2) ? placements.get(which) : placements.remove(which));
      placements.add(bad);
    }
    return new Command.CommitPlan(plan.viewPosition(), placements);
  }

  /** A placement as no planner of ours makes it. */
  private Placement mangled(Placement p) {
    return switch (random.nextInt(7)) {
      case 0 -> p;
      case 1 -> new Placement(p.taskClass() + 1, p.worker(), p.devices(), p.behind());
      case 2 -> new Placement(p.taskClass(), worker(), p.devices(), p.behind());
      case 3 ->
          new Placement(p.taskClass(), p.worker(), List.of(new DeviceShare(7, 1000, 1)), null);
      case 4 ->
          new Placement(
              p.taskClass(),
              p.worker(),
              p.devices().stream().map(_ -> p.devices().getFirst()).toList(),
              null);
      case 5 ->
          new Placement(
              p.taskClass(),
              p.worker(),
              p.devices().stream()
                  .map(share -> new DeviceShare(share.device(), 1, share.memoryBytes()))
                  .toList(),
              null);
      default -> new Placement(p.taskClass(), p.worker(), p.devices(), AttemptId.of(1, 0, 1));
    };
  }

  private Command report(Rig rig) {
    List<AttemptView> live = new ArrayList<>();
    rig.state.workers().forEach(worker -> live.addAll(rig.state.attemptsOn(worker.id())));
    boolean stale = live.isEmpty() || oneIn(12);
    AttemptId attempt =
        stale
            ? AttemptId.of(1 + random.nextInt(8), random.nextInt(4), 1 + random.nextInt(3))
            : pick(live).id();
    WorkerId worker =
        stale || oneIn(20)
            ? worker()
            : rig.state.findAttempt(attempt).map(AttemptView::worker).orElseGet(this::worker);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> new Command.ReportStarted(worker, attempt);
      case 3 -> new Command.ReportWithdrawn(worker, attempt);
      case 4 ->
          new Command.ReportMeasured(worker, attempt, new Measurement(1, Map.of("loss", 0.5)));
      default -> new Command.ReportEnded(worker, attempt, result());
    };
  }

  private AttemptResult result() {
    return oneIn(2)
        ? AttemptResult.succeeded(Map.of(), random.nextInt(oneIn(10) ? 3_000 : 30))
        : AttemptResult.ended(pick(List.of(Outcome.values())), "chaos");
  }

  private JobId job(Rig rig) {
    long last = Math.max(1, rig.state.lastJob);
    return new JobId(Math.max(1, last + 1 - random.nextInt(10)));
  }

  private WorkerId worker() {
    return new WorkerId(1 + random.nextInt(6));
  }

  private List<TaskState> states() {
    return oneIn(6)
        ? List.of(pick(List.of(TaskState.values())))
        : List.of(TaskState.FAILED, TaskState.CANCELLED, TaskState.TIMED_OUT);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
