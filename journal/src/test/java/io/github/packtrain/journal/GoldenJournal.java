package io.github.packtrain.journal;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.JobState;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.search.AlgorithmSpec;
import io.github.packtrain.search.Budget;
import io.github.packtrain.search.Candidate;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Objective;
import io.github.packtrain.search.Origin;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.search.StudySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/**
 * The journal that each release leaves behind for all later ones to replay. Before a release, once:
 * {@code java -cp … io.github.packtrain.journal.GoldenJournal src/test/resources/golden/<version>};
 * afterwards its files never change, only the expected text may, when a later release says more
 * about the same facts.
 */
@NullMarked
final class GoldenJournal {
  private static final long T0 = 1_800_000_000_000L;
  private static final JobId SWEEP = new JobId(1);
  private static final JobId TRIALS = new JobId(2);
  private static final WorkerId CPU_BOX = new WorkerId(1);
  private static final WorkerId GPU_BOX = new WorkerId(2);

  private GoldenJournal() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    List<List<Fact>> story = story();
    try (DataDirectory directory = DataDirectory.open(target);
        Journal journal = Journal.open(directory)) {
      long epoch = journal.log().openEpoch(T0);
      World world = new World();
      for (List<Fact> batch : story) {
        long sequence = journal.log().append(epoch, batch.size(), EventCodec.encode(batch), T0);
        batch.forEach(world::apply);
        if (sequence == 3) {
          journal.writeSnapshot(sequence, world.snapshot(), T0);
        }
      }
    }
    Files.writeString(target.resolve("expected.txt"), replay(target));
    Files.delete(target.resolve(DataDirectory.LOCK_FILE));
    Files.delete(target.resolve("journal.reserve"));
  }

  /** What the journal there comes to: every fact of the replay, then the state. */
  static String replay(Path data) {
    List<String> lines = new ArrayList<>();
    World world = new World();
    try (DataDirectory directory = DataDirectory.open(data);
        Journal journal = Journal.open(directory)) {
      journal.log().verify();
      journal.replay(
          fact -> {
            lines.add(fact.toString());
            world.apply(fact);
          });
    }
    lines.add("--- the state, as a snapshot has it");
    world.snapshot().forEach(fact -> lines.add(fact.toString()));
    return String.join("\n", lines) + "\n";
  }

  /** Core and studies side by side, as the master has them. */
  static final class World {
    private final CoreState core = new CoreState();
    private final Map<String, Study> studies = new TreeMap<>();

    void apply(Fact fact) {
      switch (fact) {
        case Event event -> core.apply(event);
        case StudyEvent.StudyCreated created -> studies.put(created.study(), Study.begin(created));
        case StudyEvent event -> Objects.requireNonNull(studies.get(event.study())).apply(event);
        default -> throw new IllegalArgumentException(fact.toString());
      }
    }

    List<Fact> snapshot() {
      List<Fact> facts = new ArrayList<>();
      studies.values().forEach(study -> facts.addAll(study.replayEvents()));
      facts.addAll(core.snapshot());
      return facts;
    }
  }

  private static List<List<Fact>> story() {
    return List.of(machinesAndASweep(), theSweepRuns(), aStudy(), theEnd());
  }

  private static List<Fact> machinesAndASweep() {
    Resources eight = new Resources(8_000, 32L << 30, 500L << 30);
    Device a100 =
        new Device("GPU-5a1c", 0, Vendor.NVIDIA, "A100-80GB", 80L << 30, 80, -1, "", true);
    Device slice =
        new Device("MIG-77", 1, Vendor.NVIDIA, "A100-10GB", 10L << 30, 80, 1, "GPU-5a1c", true);
    Request share =
        new Request(
            new Resources(500, 1L << 30, 0), GpuRequest.share(250, 4L << 30), Map.of("zone", "b"));
    TaskBody train = new TaskBody.Command(List.of("python3", "train.py"), Map.of("SEED", "7"), "");
    return List.of(
        new Event.WorkerRegistered(CPU_BOX, "u-1", -5L, WorkerSpec.of("box", eight, List.of()), T0),
        new Event.WorkerRegistered(
            GPU_BOX,
            "u-2",
            77L,
            new WorkerSpec(
                "gpu-box",
                eight,
                new Resources(7_000, 30L << 30, 500L << 30),
                List.of(a100, slice),
                Map.of("zone", "b"),
                2_500_000,
                "0.1.0",
                List.of("no cgroups: not permitted")),
            T0 + 1),
        new Event.JobAdmitted(
            SWEEP,
            "sub-1",
            "ada",
            T0 + 2,
            JobSpec.of("sweep", share, train),
            4,
            List.of("{\"lr\":0.1}", "{\"lr\":0.2}", "{\"lr\":0.3}", "{\"lr\":0.4}"),
            true),
        new Event.TasksAdded(SWEEP, List.of("{\"lr\":0.5}")),
        new Event.JobClosed(SWEEP));
  }

  private static List<Fact> theSweepRuns() {
    AttemptId first = AttemptId.of(1, 0, 1);
    AttemptId behindFirst = AttemptId.of(1, 1, 1);
    AttemptId failing = AttemptId.of(1, 2, 1);
    AttemptId withdrawn = AttemptId.of(1, 3, 1);
    DeviceShare quarter = new DeviceShare(0, 250, 4L << 30);
    Event.Next completed = new Event.Next.End(TaskState.COMPLETED);
    AttemptResult crash = new AttemptResult(Outcome.FAILED, 3, 0, "exit code 3", Map.of(), 40);
    return List.of(
        new Event.AttemptPlaced(first, GPU_BOX, List.of(quarter), null, T0 + 10),
        new Event.AttemptPlaced(behindFirst, GPU_BOX, List.of(), first, T0 + 10),
        new Event.AttemptPlaced(failing, GPU_BOX, List.of(quarter), null, T0 + 10),
        new Event.AttemptStarted(first, T0 + 12),
        new Event.AttemptStarted(failing, T0 + 12),
        new Event.AttemptMeasured(
            first, new Measurement(1, Map.of("loss", 0.5, "acc", 0.8)), T0 + 15),
        new Event.AttemptEnded(
            first, AttemptResult.succeeded(Map.of("acc", 0.9), 30), completed, T0 + 40),
        new Event.AttemptStarted(behindFirst, T0 + 41),
        new Event.AttemptEnded(failing, crash, new Event.Next.Retry(T0 + 1_050), T0 + 50),
        new Event.AttemptPlaced(withdrawn, GPU_BOX, List.of(quarter), null, T0 + 51),
        new Event.AttemptStopRequested(withdrawn, Outcome.EVICTED, T0 + 52),
        new Event.AttemptWithdrawn(withdrawn, new Event.Next.Retry(T0 + 53), T0 + 53),
        new Event.WorkerDrainChanged(CPU_BOX, true, "ada", "new disk", T0 + 60));
  }

  private static List<Fact> aStudy() {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("lr", new Domain.FloatRange(1e-5, 1e-1, true, 0))
                .withDefault(ParameterValue.of(0.01)),
            Parameter.of("layers", new Domain.IntRange(1, 8, false, 1)),
            Parameter.of("norm", new Domain.Bool()),
            Parameter.of(
                "act",
                new Domain.Choice(List.of(ParameterValue.of("relu"), ParameterValue.of("tanh")))),
            Parameter.of(
                    "width",
                    new Domain.Ordinal(List.of(ParameterValue.of(16L), ParameterValue.of(64L))))
                .activeWhen("norm", ParameterValue.of(true)));
    StudySpec spec =
        new StudySpec(
            "spirals",
            List.of(Objective.maximize("accuracy").withTarget(0.99), Objective.minimize("flops")),
            space,
            AlgorithmSpec.of("evolution").with("population", ParameterValue.of(20L)),
            Budget.of(50, 4).withPatience(10),
            -42);
    Candidate parent =
        Candidate.parse("{\"lr\":0.01,\"layers\":3,\"norm\":false,\"act\":\"relu\"}");
    Candidate child =
        Candidate.parse("{\"lr\":0.02,\"layers\":3,\"norm\":true,\"act\":\"tanh\",\"width\":16}");
    Origin.Change change =
        new Origin.Change("lr", ParameterValue.of(0.01), ParameterValue.of(0.02));
    TreeMap<String, Double> metrics = new TreeMap<>(Map.of("accuracy", 0.875, "flops", 1e9));
    return List.of(
        new StudyEvent.StudyCreated(spec, T0 + 100),
        new StudyEvent.TrialImported("spirals", 1, parent, metrics, T0 + 101),
        new StudyEvent.TrialSuggested("spirals", 2, parent, new Origin.Defaults(), T0 + 102),
        new StudyEvent.TrialSuggested(
            "spirals", 3, child, new Origin.Mutated(1, List.of(change)), T0 + 103),
        new StudyEvent.TrialSuggested(
            "spirals", 4, child, new Origin.Crossed(1, 2, List.of()), T0 + 103),
        new StudyEvent.TrialMeasured("spirals", 2, 1, metrics, T0 + 104),
        new StudyEvent.TrialEnded(
            "spirals", 2, StudyEvent.TrialOutcome.COMPLETED, metrics, "", T0 + 105),
        new StudyEvent.TrialEnded(
            "spirals",
            3,
            StudyEvent.TrialOutcome.INFEASIBLE,
            new TreeMap<>(Map.of("accuracy", Double.NaN)),
            "accuracy is not a number",
            T0 + 106),
        new StudyEvent.StudyPaused("spirals", T0 + 107));
  }

  private static List<Fact> theEnd() {
    AttemptId second = AttemptId.of(1, 1, 1);
    AttemptId again = AttemptId.of(1, 2, 2);
    AttemptId handler = AttemptId.of(2, 0, 1);
    TaskBody noop = new TaskBody.Handler("noop", "{\"millis\":1}");
    AttemptResult lost = AttemptResult.ended(Outcome.LOST, "gpu-box was silent for 30 s");
    return List.of(
        new StudyEvent.StudyResumed("spirals", T0 + 200),
        new StudyEvent.StudyEnded("spirals", StudyEvent.EndReason.STOPPED, "by ada", T0 + 201),
        new Event.BackoffEnded(new TaskId(SWEEP, 2)),
        new Event.AttemptPlaced(
            again, GPU_BOX, List.of(new DeviceShare(0, 250, 4L << 30)), null, T0 + 1_051),
        new Event.WorkerLost(GPU_BOX, "silent for 30 s", T0 + 30_000),
        new Event.AttemptEnded(second, lost, new Event.Next.Retry(T0 + 30_001), T0 + 30_001),
        new Event.AttemptEnded(again, lost, new Event.Next.End(TaskState.FAILED), T0 + 30_001),
        new Event.TaskCancelled(new TaskId(SWEEP, 3), "ada", "", T0 + 30_002),
        new Event.JobCancelled(SWEEP, "ada", "no longer needed", T0 + 30_003),
        new Event.JobEnded(SWEEP, JobState.CANCELLED, T0 + 30_003),
        new Event.JobAdmitted(
            TRIALS,
            "sub-2",
            "bob",
            T0 + 30_004,
            JobSpec.of("noops", Request.cpu(10), noop),
            2,
            List.of(),
            false),
        new Event.AttemptPlaced(handler, CPU_BOX, List.of(), null, T0 + 30_005),
        new Event.AttemptStarted(handler, T0 + 30_006),
        new Event.TasksRetried(SWEEP, List.of(TaskState.CANCELLED), "ada", T0 + 30_007));
  }
}
