package io.github.packtrain.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Core;
import io.github.packtrain.core.CoreLimits;
import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Decision;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.PlanView;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.journal.DataDirectory;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.journal.Journal;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Profile;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.simulator.replay.Outcomes;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Protocol;
import io.github.packtrain.simulator.replay.Replay;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a master recorded, replayed. */
class JournalTraceTest {
  private static final long DAY = 1_800_000_000_000L;

  @TempDir Path home;
  private final CoreState state = new CoreState();
  private final Core core = new Core(state, CoreLimits.DEFAULT);
  private final List<Event> recorded = new ArrayList<>();

  @Test
  void jobsComeAgainAsTheyCameAndRunAsLong() throws Exception {
    WorkerSpec worker = WorkerSpec.of("w", new Resources(2_000, 0, 0), List.of());
    tell(new Command.RegisterWorker("uid", 1, worker, List.of()), DAY);
    submit("first", 2, DAY + 1_000);
    submit("second", 1, DAY + 21_000);
    submit("never", 1, DAY + 22_000);
    endAll(3, 60_000);
    write();

    Workload trace = JournalTrace.read(home);

    assertThat(trace.workers()).containsExactly(worker);
    assertThat(trace.jobs())
        .extracting(job -> job.spec().name() + " " + job.tasks() + " " + job.arrival() / 1_000)
        .containsExactly("first 2 0", "second 1 20");
    assertThat(trace.jobs()).allSatisfy(job -> assertThat(job.run()).isEqualTo(60_000));
    Outcomes outcomes =
        Replay.run(trace, Protocol.QUEUE, Policy.of(PlacementChoice.BEST_FIT, "fifo"));
    assertThat(outcomes.makespan()).isEqualTo(120);
  }

  @Test
  void whatWorkersLeftBesideTheJournalIsLeftAlone() throws Exception {
    recordMixedWork();
    List<TraceJob> jobs = JournalTrace.read(home).jobs();
    Path socket = Files.createDirectories(home.resolve("workers/w1")).resolve("guard.sock");
    try (ServerSocketChannel guard = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      guard.bind(UnixDomainSocketAddress.of(socket));
      assertThat(JournalTrace.read(home).jobs()).isEqualTo(jobs);
    }
  }

  @Test
  void anyOtherDirectoryIsRefusedAndLeftAsItIs() throws Exception {
    Path other = Files.createDirectories(home.resolve("other"));
    assertThatThrownBy(() -> Traces.read(other, 1, 1)).hasMessageContaining("no journal.db in it");
    assertThat(other).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExportedTraceIsReplayedAlike(boolean anonymous) throws Exception {
    recordMixedWork();
    Path file = home.resolve("shared.trace");

    TraceFile.export(home, file, anonymous);
    Workload again = Traces.read(file, 1, 1);

    Workload trace = JournalTrace.read(home);
    if (!anonymous) {
      assertThat(again.jobs()).isEqualTo(trace.jobs());
      assertThat(again.workers()).isEqualTo(trace.workers());
    }
    for (String order : List.of("fifo", "fair_share")) {
      for (String placement : List.of("best_fit", "score:preset=speed")) {
        Policy policy = Policy.parse(placement, order);
        Outcomes before = Replay.run(trace, Protocol.QUEUE, policy);
        Outcomes after = Replay.run(again, Protocol.QUEUE, policy);
        assertThat(after.metrics()).as(policy.toString()).isEqualTo(before.metrics());
      }
    }
  }

  @Test
  void anAnonymousTraceNamesNobody() throws Exception {
    recordMixedWork();
    Path file = home.resolve("shared.trace");

    TraceFile.export(home, file, true);

    assertThat(Files.readString(file))
        .contains("A100-80GB", "# packtrain trace 1", "rack", "nvlink-0")
        .doesNotContain("ann", "bob", "secret", "GPU-", "bert", "glue", "gpu-box");
  }

  @Test
  void aTraceThatCannotBeReadSaysWhere() throws Exception {
    Path file = home.resolve("shared.trace");
    Files.writeString(file, "# packtrain trace 1\n\nworker_forgotten { worker: 1 }\n");
    assertThatThrownBy(() -> Traces.read(file, 1, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3 is neither");
    Files.writeString(file, "# packtrain trace 1\nno such thing\n");
    assertThatThrownBy(() -> Traces.read(file, 1, 1)).hasMessageContaining("line 2: 1:");
    Files.writeString(file, "# packtrain trace 2\n");
    assertThatThrownBy(() -> Traces.read(file, 1, 1)).hasMessageContaining("this release reads");
  }

  /** Gangs, shares of devices, labels, deadlines, families, several owners and queues. */
  private void recordMixedWork() {
    for (int i = 1; i <= 3; i++) {
      Device device =
          new Device("GPU-" + i, 0, Vendor.NVIDIA, "A100-80GB", 80L << 30, 80, -1, "", true)
              .withIsland("nvlink-0");
      WorkerSpec worker =
          new WorkerSpec(
              "gpu-box" + i,
              new Resources(4_000, 1L << 36, 0),
              new Resources(4_000, 1L << 36, 0),
              List.of(device),
              Map.of("rack", "secret-" + i % 2),
              i * 1_000,
              "1",
              List.of("no cgroups"));
      tell(new Command.RegisterWorker("uid" + i, 1, worker, List.of()), DAY);
    }
    for (int i = 0; i < 30; i++) {
      submit(i);
    }
    endAll(200, 40_000);
    write();
  }

  private void submit(int i) {
    boolean gang = i % 6 == 4;
    GpuRequest gpu = gang || i % 3 == 0 ? GpuRequest.whole(1) : GpuRequest.share(300, 1L << 30);
    Map<String, String> labels = i % 5 == 0 ? Map.of("rack", "secret-1") : Map.of();
    Profile profile =
        new Profile("secret-kind", "bert-" + i % 4, "bert", 1_000 + i, 8, List.of("glue"));
    long deadline = i % 4 == 0 ? DAY + 200_000 + i : 0;
    JobSpec spec =
        JobSpec.of(
                "secret" + i % 7,
                new Request(new Resources(500, 1L << 30, 0), gpu, labels)
                    .withTopology(gang ? new Topology(Level.RACK, Level.HOST) : Topology.NONE),
                new TaskBody.Handler("noop", "{\"secret\":1}"))
            .withQueue(i % 2 == 0 ? "default" : "secret-queue", 50 - i % 3)
            .withTerms(new Terms(30_000 + i, deadline, gang, i % 2 == 0, profile));
    Principal owner = new Principal(i % 3 == 0 ? "ann" : "bob", Principal.Role.SUBMITTER);
    tell(
        new Command.SubmitJob(owner, "s" + i, spec, 1 + i % 3, List.of(), false), DAY + i * 1_000L);
  }

  @Test
  void whatRecordedNothingSaysSo() {
    WorkerSpec worker = WorkerSpec.of("w", new Resources(2_000, 0, 0), List.of());
    tell(new Command.RegisterWorker("uid", 1, worker, List.of()), DAY);
    write();
    assertThatThrownBy(() -> JournalTrace.read(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing to replay");
  }

  private void submit(String name, int tasks, long at) {
    JobSpec spec = JobSpec.of(name, Request.cpu(1_000), new TaskBody.Handler("noop", "{}"));
    Principal ann = new Principal("ann", Principal.Role.SUBMITTER);
    tell(new Command.SubmitJob(ann, name, spec, tasks, List.of(), false), at);
  }

  /** So many tasks, in order; each takes that long. */
  private void endAll(int tasks, long runMillis) {
    Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 1);
    for (int i = 0; i < tasks; i++) {
      PlanView view = state.planView(_ -> true);
      Plan plan = planner.plan(view);
      for (Event event : tell(new Command.CommitPlan(view.position(), plan.placements()), DAY)) {
        if (event instanceof Event.AttemptPlaced placed) {
          AttemptResult done = AttemptResult.succeeded(Map.of(), runMillis);
          tell(new Command.ReportStarted(placed.worker(), placed.attempt()), DAY + 30_000);
          tell(new Command.ReportEnded(placed.worker(), placed.attempt(), done), DAY + 90_000);
        }
      }
    }
  }

  private List<Event> tell(Command command, long at) {
    return switch (core.handle(command, at)) {
      case Decision.Accepted(List<Event> events, var _) -> {
        events.forEach(state::apply);
        recorded.addAll(events);
        yield events;
      }
      case Decision.Rejected(var rejection) -> throw new AssertionError(rejection.toString());
    };
  }

  private void write() {
    try (DataDirectory directory = DataDirectory.open(home);
        Journal journal = Journal.open(directory)) {
      long epoch = journal.log().openEpoch(DAY);
      journal.log().append(epoch, recorded.size(), EventCodec.encode(recorded), DAY);
    }
  }
}
