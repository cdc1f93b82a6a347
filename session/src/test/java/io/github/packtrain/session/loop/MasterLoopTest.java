package io.github.packtrain.session.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Command;
import io.github.packtrain.core.Event;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.Heartbeat;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Register;
import io.github.packtrain.protocol.v1.WorkerMessage;
import io.github.packtrain.session.wire.ResourceWire;
import io.github.packtrain.session.world.World;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the simulation found in the master's loop, each as the shortest story. */
final class MasterLoopTest {
  private static final WorkerSpec SPEC =
      WorkerSpec.of("w", new Resources(4_000, 1L << 30, 0), List.of());

  private final MasterLoop loop =
      new MasterLoop(LoopOptions.of(1, 1_000, 3_000), new World(), 1_000_000);

  private Batch step(Input... inputs) {
    return loop.step(List.of(inputs), 1_000_000);
  }

  private static Input register(long connection, long incarnation, long stream) {
    return new Input.FromWorker(
        connection,
        WorkerMessage.newBuilder()
            .setRegister(
                Register.newBuilder()
                    .setProtocolVersion(1)
                    .setUid("uid")
                    .setIncarnation(incarnation)
                    .setStream(stream)
                    .setSpec(ResourceWire.toWire(SPEC)))
            .build());
  }

  @Test
  void planningGoesOnWhenAWorkerComesBackAsItWas() {
    step(register(1, 1, 1));
    step(new Input.Closed(1));
    Command submit =
        new Command.SubmitJob(
            new Principal("u", Principal.Role.SUBMITTER),
            "s",
            JobSpec.of("j", Request.cpu(100), new TaskBody.Handler("noop", "")),
            1,
            List.of(),
            false);
    Batch unreachable =
        step(
            new Input.Call(
                new io.github.packtrain.session.loop.Request.Commands(List.of(submit)), 1));
    var view = unreachable.planView().orElseThrow();
    step(new Input.PlanMade(io.github.packtrain.core.plan.Plan.nothing(view.position())));

    assertThat(step(register(2, 1, 2)).planView()).isPresent();
  }

  @Test
  void aBrokenConnectionMakesAWorkerUnreachableAtOnce() {
    step(register(1, 1, 1));
    Batch closed = step(new Input.Closed(1));

    assertThat(closed.presence().orElseThrow().workers().firstEntry().getValue().connected())
        .isFalse();
    assertThat(loop.isReachable(loop.world().core().workers().getFirst().id())).isFalse();
  }

  @Test
  void aQuietWorkerIsUnreachableUntilItSpeaksAgain() {
    step(register(1, 1, 1));
    var worker = loop.world().core().workers().getFirst().id();
    long now = 1_000_000;
    for (; now <= 1_001_500; now += 250) {
      loop.step(List.of(new Input.Tick()), now);
    }
    assertThat(loop.isReachable(worker)).isTrue();

    Batch late = loop.step(List.of(new Input.Tick()), now);
    assertThat(loop.isReachable(worker)).isFalse();
    assertThat(late.presence().orElseThrow().workers().firstEntry().getValue().connected())
        .isFalse();

    Batch again = loop.step(List.of(heartbeat(1)), now + 1);
    assertThat(loop.isReachable(worker)).isTrue();
    assertThat(again.presence().orElseThrow().workers().firstEntry().getValue().connected())
        .isTrue();
    assertThat(late.facts()).isEmpty();
    assertThat(again.facts()).isEmpty();
  }

  private static Input heartbeat(long connection) {
    return new Input.FromWorker(
        connection,
        WorkerMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSequence(1)).build());
  }

  @Test
  void aRegistrationThatALaterStreamHasOvertakenIsRefused() {
    step(register(2, 1, 2));

    Batch late = step(register(1, 1, 1));

    assertThat(closed(late)).containsExactly(1L);
    assertThat(loop.isReachable(loop.world().core().workers().getFirst().id())).isTrue();
  }

  @Test
  void aRegistrationThatAnOlderProcessLeftOnItsWayIsRefused() {
    step(register(1, 1, 1));
    step(register(2, 2, 1));

    Batch late = step(register(3, 1, 2));

    assertThat(closed(late)).containsExactly(3L);
    assertThat(late.facts()).isEmpty();
  }

  @Test
  void aNewProcessTakesOver() {
    step(register(1, 1, 5));

    Batch next = step(register(2, 2, 1));

    assertThat(closed(next)).containsExactly(1L);
    assertThat(next.facts()).hasSize(1).first().isInstanceOf(Event.WorkerRegistered.class);
  }

  @Test
  void aWorkerOfAnotherProtocolVersionIsToldWhichSideToUpgrade() {
    Register newer =
        Register.newBuilder()
            .setProtocolVersion(2)
            .setUid("uid")
            .setSpec(ResourceWire.toWire(SPEC))
            .build();

    Batch batch =
        step(new Input.FromWorker(7, WorkerMessage.newBuilder().setRegister(newer).build()));

    assertThat(batch.facts()).isEmpty();
    assertThat(batch.effects())
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Close.class,
            close -> {
              assertThat(close.connection()).isEqualTo(7);
              assertThat(close.why().code()).isEqualTo("PROTOCOL_VERSION");
              assertThat(close.why().message()).contains("version 2", "version 1");
              assertThat(close.why().hint()).isEqualTo("upgrade the master");
            });
  }

  @Test
  void whatIsTooLargeForOneMessageComesInParts() {
    step(register(1, 1, 1));
    List<String> params = Collections.nCopies(300, "{\"text\":\"" + "x".repeat(9_000) + "\"}");
    Command submit =
        new Command.SubmitJob(
            new Principal("u", Principal.Role.SUBMITTER),
            "s",
            JobSpec.of("j", Request.cpu(10), new TaskBody.Handler("noop", "")),
            params.size(),
            params,
            false);
    Batch submitted =
        step(
            new Input.Call(
                new io.github.packtrain.session.loop.Request.Commands(List.of(submit)), 1));
    Planner planner = new Planner(PlacementChoice.BEST_FIT.create(), 1_000);

    Batch placed = step(new Input.PlanMade(planner.plan(submitted.planView().orElseThrow())));
    Batch again = step(register(2, 1, 2));

    for (Batch batch : List.of(placed, again)) {
      List<Assignments> parts = assignments(batch);
      assertThat(parts).hasSizeGreaterThan(1);
      assertThat(parts).allMatch(part -> part.getSerializedSize() < 2 << 20);
      assertThat(parts.stream().mapToInt(Assignments::getStartCount).sum()).isEqualTo(300);
    }
    assertThat(assignments(again)).allMatch(Assignments::getFull);
    assertThat(assignments(again).getLast().getMore()).isFalse();
    assertThat(assignments(again).getFirst().getMore()).isTrue();
  }

  private static List<Assignments> assignments(Batch batch) {
    return batch.effects().stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).message())
        .filter(MasterMessage::hasAssignments)
        .map(MasterMessage::getAssignments)
        .toList();
  }

  private static List<Long> closed(Batch batch) {
    return batch.effects().stream()
        .filter(Effect.Close.class::isInstance)
        .map(effect -> ((Effect.Close) effect).connection())
        .toList();
  }
}
