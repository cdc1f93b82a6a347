package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where gangs meet: J1 and J10001 would have the same port. */
class MeetingPortsTest {
  private static final int COUNT = 10_000;
  private static final AttemptId FIRST = AttemptId.of(1, 0, 1);
  private static final AttemptId SECOND = AttemptId.of(1 + COUNT, 0, 1);
  private final Rig rig = new Rig(CoreLimits.DEFAULT);

  private void submit(String line) {
    assertThat(rig.submit(Specs.of(line).submission(), 1_000))
        .isInstanceOf(Decision.Accepted.class);
  }

  private void plan() {
    var plan = rig.plan(PlacementChoice.FIRST_FIT, 1_000);
    rig.submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()), 1_000);
  }

  private static String meetingPlace(CoreState state, AttemptId attempt) {
    return Objects.requireNonNull(state.findAttempt(attempt).orElseThrow().gang()).rendezvous();
  }

  /** Both gangs run, their members of rank 0 on these workers. */
  private void bothRun(String first, String second) {
    rig.submit(Specs.of("worker " + first + " cpu=2").registration(), 1_000);
    submit("submit g1 tasks=2 gang");
    plan();
    for (int i = 2; i <= COUNT; i++) {
      submit("submit f" + i + " cpu=900");
    }
    rig.submit(Specs.of("worker " + second + " cpu=2").registration(), 1_000);
    submit("submit g2 tasks=2 gang");
    plan();
  }

  @Test
  void twoGangsOfOneHostNeverMeetAtTheSamePort() {
    bothRun("a label=address:box", "b label=address:box");
    assertThat(meetingPlace(rig.state, FIRST)).isEqualTo("box:20032");
    assertThat(meetingPlace(rig.state, SECOND)).isEqualTo("box:20033");
    assertThat(meetingPlace(rig.state, AttemptId.of(1 + COUNT, 1, 1))).isEqualTo("box:20033");
    CoreState rebuilt = Laws.rebuild(rig.snapshot());
    assertThat(meetingPlace(rebuilt, FIRST)).isEqualTo("box:20032");
    assertThat(meetingPlace(rebuilt, SECOND)).isEqualTo("box:20033");
  }

  @Test
  void onOtherHostsTheyMay() {
    bothRun("a", "b");
    assertThat(meetingPlace(rig.state, FIRST)).isEqualTo("a:20032");
    assertThat(meetingPlace(rig.state, SECOND)).isEqualTo("b:20032");
  }

  @Test
  void aPortIsFreeWhenTheAttemptOfRankZeroHasEnded() {
    bothRun("a label=address:box", "b label=address:box");
    WorkerRecord worker = rig.state.worker(new io.github.packtrain.model.WorkerId(1));
    AttemptId third = AttemptId.of(1 + 2 * COUNT, 0, 1);
    assertThat(new MeetingPorts(rig.state).choose(worker, third)).isEqualTo(20_034);
    for (int rank = 0; rank < 2; rank++) {
      AttemptId attempt = AttemptId.of(1, rank, 1);
      rig.submit(new Command.ReportStarted(worker.id, attempt), 2_000);
      AttemptResult result = AttemptResult.succeeded(Map.of(), 1_000);
      rig.submit(new Command.ReportEnded(worker.id, attempt, result), 3_000);
    }
    assertThat(new MeetingPorts(rig.state).choose(worker, third)).isEqualTo(20_032);
  }
}
