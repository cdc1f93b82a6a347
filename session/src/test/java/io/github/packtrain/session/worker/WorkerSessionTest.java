package io.github.packtrain.session.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.GangMember;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.WorkerSpec;
import io.github.packtrain.protocol.v1.Assignments;
import io.github.packtrain.protocol.v1.GangPlace;
import io.github.packtrain.protocol.v1.JobBody;
import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.Observed;
import io.github.packtrain.protocol.v1.Registered;
import io.github.packtrain.protocol.v1.Report;
import io.github.packtrain.protocol.v1.StartAttempt;
import io.github.packtrain.protocol.v1.StopAttempt;
import io.github.packtrain.session.wire.JobWire;
import io.github.packtrain.session.wire.ResourceWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the simulation found in the worker's end of the conversation, each as the shortest story.
 */
final class WorkerSessionTest {
  private static final long LEASE = 900;
  private static final AttemptId A = attempt(0, 1);
  private static final AttemptId B = attempt(1, 1);
  private static final AttemptId C = attempt(2, 1);
  private static final DeviceShare DEVICE = new DeviceShare(0, 1_000, 1L << 30);

  private final WorkerSession session =
      new WorkerSession(
          new WorkerIdentity(
              "uid", 1, WorkerSpec.of("w", new Resources(4_000, 1L << 30, 0), List.of())));
  private long now;

  private static AttemptId attempt(int index, int number) {
    return new AttemptId(new TaskId(new JobId(1), index), number);
  }

  // ---- the stories

  @Test
  void whatWasGivenBackIsNotTakenAgainBeforeTheMasterKnows() {
    register(LeasePolicy.STOP);
    assign(false, LeasePolicy.STOP, start(A), behind(B, A));
    now += LEASE + 1;
    session.tick(now, Observed.getDefaultInstance());
    session.closed();

    register(LeasePolicy.STOP);
    List<WorkerAction> actions = assign(true, LeasePolicy.STOP, start(A), start(B));

    assertThat(started(actions)).isEmpty();
    assertThat(reports(actions)).noneMatch(Report::hasStarted);
  }

  @Test
  void theReturnIsForgottenOnceItIsAcknowledged() {
    register(LeasePolicy.KEEP);
    session.received(
        message(
            Assignments.newBuilder()
                .addStop(
                    StopAttempt.newBuilder()
                        .setAttempt(JobWire.toWire(A))
                        .setReason(JobWire.toWire(Outcome.EVICTED)))),
        now);
    assertThat(session.unacknowledgedReports()).isOne();

    List<WorkerAction> actions =
        session.received(MasterMessage.newBuilder().setAcknowledged(1).build(), now);

    assertThat(actions).contains(new WorkerAction.Release(A));
    assertThat(session.unacknowledgedReports()).isZero();
  }

  @Test
  void anOrderThatLayAboutUntilTheLeaseWasOverIsGivenBack() {
    register(LeasePolicy.STOP);
    now += LEASE + 1;

    List<WorkerAction> actions = assign(false, LeasePolicy.STOP, start(A));

    assertThat(started(actions)).isEmpty();
    assertThat(reports(actions)).singleElement().matches(Report::hasWithdrawn);
  }

  @Test
  void aFollowerWhoseTurnComesAfterTheLeaseIsGivenBack() {
    register(LeasePolicy.STOP);
    assign(false, LeasePolicy.STOP, start(A), behind(B, A));
    now += LEASE + 1;

    List<WorkerAction> actions = session.ended(A, AttemptResult.succeeded(Map.of(), 5), now);

    assertThat(started(actions)).isEmpty();
    assertThat(reports(session.flush(now))).anyMatch(Report::hasWithdrawn);
  }

  @Test
  void whatMayOutliveTheLeaseStartsAllTheSame() {
    register(LeasePolicy.KEEP);
    now += LEASE + 1;

    assertThat(started(assign(false, LeasePolicy.KEEP, start(A)))).containsExactly(A);
  }

  @Test
  void behindSomethingThatWasGivenBackThereIsNothingToTakeOver() {
    register(LeasePolicy.KEEP);

    List<WorkerAction> actions = assign(false, LeasePolicy.KEEP, behind(B, A));

    assertThat(started(actions)).isEmpty();
    assertThat(reports(actions)).singleElement().matches(Report::hasWithdrawn);
  }

  @Test
  void onlyWhatWaitsIsGivenBackForOthersToTake() {
    register(LeasePolicy.KEEP);
    assign(false, LeasePolicy.KEEP, start(A), behind(B, A), behind(C, B));

    List<WorkerAction> actions =
        session.received(message(Assignments.newBuilder().addStop(ifWaiting(B))), now);
    List<WorkerAction> running =
        session.received(message(Assignments.newBuilder().addStop(ifWaiting(A))), now);

    assertThat(reports(actions)).singleElement().matches(Report::hasWithdrawn);
    assertThat(running).noneMatch(WorkerAction.Stop.class::isInstance);
    assertThat(reports(running)).noneMatch(Report::hasWithdrawn);
    assertThat(started(session.ended(A, AttemptResult.succeeded(Map.of(), 5), now)))
        .containsExactly(C);
  }

  private static StopAttempt.Builder ifWaiting(AttemptId attempt) {
    return StopAttempt.newBuilder().setAttempt(JobWire.toWire(attempt)).setOnlyIfWaiting(true);
  }

  @Test
  void whatQueuesBehindAnAdoptedEndGetsItsDevices() {
    session.adoptEnded(A, AttemptResult.succeeded(Map.of(), 5));
    session.adoptEnded(B, AttemptResult.succeeded(Map.of(), 5));
    register(LeasePolicy.KEEP);
    assign(true, LeasePolicy.KEEP, start(A), behind(B, A));

    List<WorkerAction> actions = assign(false, LeasePolicy.KEEP, behind(C, B));

    assertThat(actions)
        .filteredOn(WorkerAction.Start.class::isInstance)
        .singleElement()
        .isEqualTo(new WorkerAction.Start(C, spec(LeasePolicy.KEEP), "", List.of(DEVICE)));
  }

  @Test
  void whatQueuesBehindAnAdoptedEndGetsItsDevicesAlsoWhenItStandsBeforeItInTheList() {
    session.adoptEnded(B, AttemptResult.succeeded(Map.of(), 5));
    register(LeasePolicy.KEEP);

    List<WorkerAction> actions = assign(true, LeasePolicy.KEEP, behind(A, B), start(B));

    assertThat(actions)
        .filteredOn(WorkerAction.Start.class::isInstance)
        .singleElement()
        .isEqualTo(new WorkerAction.Start(A, spec(LeasePolicy.KEEP), "", List.of(DEVICE)));
  }

  @Test
  void whatStartsIsToldItsPlaceInItsGang() {
    register(LeasePolicy.KEEP);
    GangPlace gang = GangPlace.newBuilder().setSize(4).setRendezvous("box:20032").build();

    List<WorkerAction> actions = assign(false, LeasePolicy.KEEP, start(C).setGang(gang), start(A));

    assertThat(actions)
        .filteredOn(WorkerAction.Start.class::isInstance)
        .map(action -> ((WorkerAction.Start) action).gang())
        .containsExactly(new GangMember(C.task().index(), 4, "box:20032"), null);
  }

  @Test
  void newAttemptsWaitForThoseThatNobodyWantsAnyMore() {
    register(LeasePolicy.KEEP);
    assign(false, LeasePolicy.KEEP, start(A));
    session.closed();
    register(LeasePolicy.KEEP);

    List<WorkerAction> actions = assign(true, LeasePolicy.KEEP, start(attempt(0, 2)), start(B));
    assertThat(actions).contains(new WorkerAction.Stop(A, Outcome.CANCELLED));
    assertThat(started(actions)).isEmpty();

    actions = session.ended(A, AttemptResult.ended(Outcome.CANCELLED, ""), now);
    assertThat(started(actions)).containsExactly(attempt(0, 2), B);
  }

  @Test
  void eachStreamOfTheProcessHasAHigherNumber() {
    assertThat(streamOf(session.opened(now))).isEqualTo(1);
    session.closed();
    assertThat(streamOf(session.opened(now))).isEqualTo(2);
  }

  // ---- few messages for much work

  @Test
  void anEndSaysTheStartToo() {
    register(LeasePolicy.KEEP);
    assign(false, LeasePolicy.KEEP, start(A));

    session.started(A, now);
    assertThat(session.flush(now)).isEmpty();
    List<WorkerAction> actions = session.ended(A, AttemptResult.succeeded(Map.of(), 5), now);
    actions = new ArrayList<>(actions);
    actions.addAll(session.flush(now));

    assertThat(reports(actions)).singleElement().matches(Report::hasEnded);
  }

  @Test
  void aStartIsNotKeptForLong() {
    register(LeasePolicy.KEEP);
    assign(false, LeasePolicy.KEEP, start(A));
    session.started(A, now);

    now = session.flushDueMillis();

    assertThat(reports(session.flush(now))).singleElement().matches(Report::hasStarted);
    assertThat(session.flushDueMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whileAMessageIsOnItsWayTheNextOneGrows() {
    register(LeasePolicy.KEEP);
    assign(false, LeasePolicy.KEEP, start(A), start(B), start(C));
    session.ended(A, AttemptResult.succeeded(Map.of(), 5), now);
    assertThat(reports(session.flush(now))).hasSize(1);

    session.ended(B, AttemptResult.succeeded(Map.of(), 5), now);
    session.ended(C, AttemptResult.succeeded(Map.of(), 5), now);
    now += 100;
    assertThat(session.flush(now)).isEmpty();
    List<WorkerAction> actions =
        session.received(MasterMessage.newBuilder().setAcknowledged(1).build(), now);

    assertThat(reports(actions)).hasSize(2).allMatch(Report::hasEnded);
  }

  @Test
  void assignmentsInPartsCountWhenTheyAreComplete() {
    register(LeasePolicy.KEEP);
    assign(true, LeasePolicy.KEEP, start(A));

    List<WorkerAction> first =
        session.received(
            message(Assignments.newBuilder().setFull(true).setMore(true).addStart(start(B))), now);
    List<WorkerAction> last =
        session.received(message(Assignments.newBuilder().setFull(true).addStart(start(A))), now);

    assertThat(started(first)).isEmpty();
    assertThat(started(last)).containsExactly(B);
    assertThat(last).noneMatch(WorkerAction.Stop.class::isInstance);
  }

  // ---- the master's part

  private void register(LeasePolicy policy) {
    session.opened(now);
    session.received(
        MasterMessage.newBuilder()
            .setRegistered(
                Registered.newBuilder()
                    .setWorker(1)
                    .setEpoch(1)
                    .setHeartbeatMillis(300)
                    .setLeaseMillis(LEASE))
            .build(),
        now);
    session.received(
        message(
            Assignments.newBuilder()
                .addJobs(JobBody.newBuilder().setJob(1).setSpec(JobWire.toWire(spec(policy))))),
        now);
  }

  private static JobSpec spec(LeasePolicy policy) {
    return JobSpec.of("job", Request.cpu(100), new TaskBody.Handler("noop", ""))
        .withLeasePolicy(policy);
  }

  private List<WorkerAction> assign(
      boolean full, LeasePolicy policy, StartAttempt.Builder... starts) {
    Assignments.Builder assignments = Assignments.newBuilder().setFull(full);
    assignments.addJobs(JobBody.newBuilder().setJob(1).setSpec(JobWire.toWire(spec(policy))));
    for (StartAttempt.Builder start : starts) {
      assignments.addStart(start);
    }
    return session.received(message(assignments), now);
  }

  private static MasterMessage message(Assignments.Builder assignments) {
    return MasterMessage.newBuilder().setAssignments(assignments).build();
  }

  private static StartAttempt.Builder start(AttemptId attempt) {
    return StartAttempt.newBuilder()
        .setAttempt(JobWire.toWire(attempt))
        .addDevices(ResourceWire.toWire(DEVICE));
  }

  private static StartAttempt.Builder behind(AttemptId attempt, AttemptId ahead) {
    return StartAttempt.newBuilder()
        .setAttempt(JobWire.toWire(attempt))
        .setBehind(JobWire.toWire(ahead));
  }

  // ---- what came of it

  private static List<AttemptId> started(List<WorkerAction> actions) {
    return actions.stream()
        .filter(WorkerAction.Start.class::isInstance)
        .map(action -> ((WorkerAction.Start) action).attempt())
        .toList();
  }

  private static List<Report> reports(List<WorkerAction> actions) {
    return actions.stream()
        .filter(WorkerAction.Send.class::isInstance)
        .flatMap(
            action -> ((WorkerAction.Send) action).message().getReports().getReportsList().stream())
        .toList();
  }

  private static long streamOf(List<WorkerAction> actions) {
    return ((WorkerAction.Send) actions.getFirst()).message().getRegister().getStream();
  }
}
