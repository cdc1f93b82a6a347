package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Command.Link;
import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.Decision.Reply.JobAccepted;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jobs that wait for other jobs, or for one task of them. */
class DependencyTest {
  @Test
  void startsWhenWhatItWaitsForHasSucceeded() {
    play(
        """
        worker a cpu=4                      -> W1 registered
        submit a tasks=2                    -> J1 admitted x2
        submit b ok=J1                      -> J2 admitted x1
        plan                                -> J1/0.1 on W1; J1/1.1 on W1
        settle                              -> nothing
        end J1/0.1 ok                       -> J1/0.1 SUCCEEDED, task COMPLETED
        settle                              -> nothing
        explain J2                          -> WAITING (1): 1 task waits: waits for J1 to succeed
                                            -> (running) HINT packtrain explain J1 tells where that
                                            -> one is
        end J1/1.1 ok                       -> J1/1.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        plan                                -> nothing
        settle                              -> J2 met 0
        plan                                -> J2/0.1 on W1
        """);
  }

  @Test
  void aTaskIsWaitedForAlone() {
    play(
        """
        worker a cpu=4                      -> W1 registered
        submit a tasks=3                    -> J1 admitted x3
        submit b ok=J1/1 any=J1/2           -> J2 admitted x1
        plan                                -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1
        cancel J1/2                         -> J1/2.1 stop CANCELLED
        end J1/2.1 cancelled                -> J1/2.1 CANCELLED, task CANCELLED
        settle                              -> J2 met 1
        end J1/1.1 ok                       -> J1/1.1 SUCCEEDED, task COMPLETED
        settle                              -> J2 met 0
        plan                                -> J2/0.1 on W1
        """);
  }

  @Test
  void whatCanNeverStartIsCancelledAndSoIsWhoWaitsForThat() {
    play(
        """
        worker a cpu=4                      -> W1 registered
        submit a retry=1:0:0                -> J1 admitted x1
        submit b ok=J1 tasks=3              -> J2 admitted x3
        submit c ok=J2                      -> J3 admitted x1
        submit d any=J2                     -> J4 admitted x1
        plan                                -> J1/0.1 on W1
        end J1/0.1 failed                   -> J1/0.1 FAILED, task FAILED; J1 FAILED
        settle                              -> J2 cancelled; J2 CANCELLED
        settle                              -> J3 cancelled; J3 CANCELLED; J4 met 0
        settle                              -> nothing
        plan                                -> J4/0.1 on W1
        retry J2 cancelled                  -> ! DEPENDENCY_FAILED
        retry J1 failed                     -> J1 retried
        retry J2 cancelled                  -> J2 retried
        plan                                -> J1/0.2 on W1
        end J1/0.2 ok                       -> J1/0.2 SUCCEEDED, task COMPLETED; J1 COMPLETED
        settle                              -> J2 met 0
        plan                                -> J2/0.1 on W1; J2/1.1 on W1; J2/2.1 on W1
        """);
  }

  @Test
  void whoAskedToKeepWaitsForAnotherTry() {
    play(
        """
        worker a cpu=4                      -> W1 registered
        submit a retry=1:0:0                -> J1 admitted x1
        submit b ok=J1 keepwaiting          -> J2 admitted x1
        plan                                -> J1/0.1 on W1
        end J1/0.1 failed                   -> J1/0.1 FAILED, task FAILED; J1 FAILED
        settle                              -> nothing
        explain J2                          -> WAITING (1): 1 task waits: waits for J1 to succeed, and
                                            -> it ended: J1 failed HINT packtrain job retry J1 tries
                                            -> it again; packtrain job cancel J2 gives up
        retry J1 failed                     -> J1 retried
        plan                                -> J1/0.2 on W1
        end J1/0.2 ok                       -> J1/0.2 SUCCEEDED, task COMPLETED; J1 COMPLETED
        settle                              -> J2 met 0
        """);
  }

  @Test
  void whoIsKeptWaitingGoesWithTheMemoryOfWhatFailed() {
    CoreLimits one = new CoreLimits(50, 300, 40, 2_000, 100, 5, 20_000, 30_000);
    play(
        one,
        """
        submit a                            -> J1 admitted x1
        submit b ok=J1 keepwaiting          -> J2 admitted x1
        cancel J1                           -> J1 cancelled; J1 CANCELLED
        settle                              -> nothing
        after 20000                         ->
        tick                                -> J2 cancelled; J2 CANCELLED
        tick                                -> J1 forgotten
        retry J2 cancelled                  -> ! DEPENDENCY_FAILED
        submit c any=J1                     -> J3 admitted x1; J3 met 0
        submit d ok=J1                      -> ! DEPENDENCY_FORGOTTEN
        """);
  }

  @Test
  void whatIsOverWhenTheJobComesIsMetAtOnceOrRefused() {
    play(
        """
        worker a cpu=4                      -> W1 registered
        submit a                            -> J1 admitted x1
        submit b retry=1:0:0                -> J2 admitted x1
        plan                                -> J1/0.1 on W1; J2/0.1 on W1
        end J1/0.1 ok                       -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        end J2/0.1 failed                   -> J2/0.1 FAILED, task FAILED; J2 FAILED
        submit c ok=J1,J1/0 any=J2          -> J3 admitted x1; J3 met 0; J3 met 1; J3 met 2
        submit d ok=J2                      -> ! DEPENDENCY_FAILED
        submit d ok=J2 keepwaiting          -> J4 admitted x1
        submit e ok=J9                      -> ! DEPENDENCY_NOT_FOUND
        submit e ok=J1/1                    -> ! DEPENDENCY_NOT_FOUND
        submit c ok=J1,J1/0 any=J2          -> same J3 x1
        submit c ok=J1                      -> ! SUBMISSION_ID_REUSED
        """);
  }

  @Test
  void cancellingWhoWaitsLeavesNothingBehind() {
    play(
        """
        submit a                            -> J1 admitted x1
        submit b any=J1                     -> J2 admitted x1
        cancel J2                           -> J2 cancelled; J2 CANCELLED
        cancel J1                           -> J1 cancelled; J1 CANCELLED
        settle                              -> nothing
        retry J2 cancelled                  -> J2 retried
        settle                              -> J2 met 0
        """);
  }

  // ---- several jobs in one submission

  private final Rig rig = new Rig();

  private static Command.SubmitJob job(String name) {
    return Specs.of("submit " + name + " name=" + name + " tasks=2").submission();
  }

  private Decision together(int jobs, Link... links) {
    List<Command.SubmitJob> all =
        IntStream.range(0, jobs).mapToObj(i -> job("" + (char) ('a' + i))).toList();
    return rig.submit(new Command.SubmitJobs(all, List.of(links)), 1);
  }

  private static Link link(int job, int target) {
    return new Link(job, When.SUCCEEDED, target, Dependency.WHOLE);
  }

  private static Rejection rejection(Decision decision) {
    return ((Decision.Rejected) decision).rejection();
  }

  @Test
  void jobsSubmittedTogetherMayWaitForEachOtherInAnyOrder() {
    Decision decision = together(3, link(0, 2), link(0, 1), new Link(1, When.ENDED, 2, 1));

    assertThat(((Decision.Accepted) decision).reply())
        .isEqualTo(
            new Reply.JobsAccepted(
                Stream.of(1, 2, 3).map(id -> new JobAccepted(new JobId(id), 2, true)).toList()));
    assertThat(rig.state.findJob(new JobId(1)).orElseThrow().awaited())
        .extracting(Dependency::toString)
        .containsExactly("ok:J3", "ok:J2");
    assertThat(rig.state.findJob(new JobId(2)).orElseThrow().awaited())
        .extracting(Dependency::toString)
        .containsExactly("any:J3/1");
    assertThat(Laws.violations(rig.state)).isEmpty();
    assertThat(Laws.replayViolations(rig.state)).isEmpty();

    Decision again = together(3, link(0, 2), link(0, 1), new Link(1, When.ENDED, 2, 1));
    assertThat(((Decision.Accepted) again).events()).isEmpty();
  }

  @Test
  void aCycleIsShown() {
    Decision decision = together(5, link(0, 1), link(1, 3), link(3, 2), link(2, 1), link(4, 0));

    assertThat(rejection(decision).code()).isEqualTo("DEPENDENCY_CYCLE");
    assertThat(rejection(decision).message())
        .isEqualTo("the jobs wait for each other: b -> d -> c -> b");
    assertThat(rejection(together(1, link(0, 0))).message()).endsWith(": a -> a");
    assertThat(rig.journal).isEmpty();
  }

  @Test
  void aLinkToNobodyIsRefused() {
    assertThat(rejection(together(1, link(0, 1))).code()).isEqualTo("DEPENDENCY_NOT_FOUND");
    assertThat(rejection(together(2, new Link(1, When.ENDED, 0, 2))).message())
        .isEqualTo("'b' waits for task 2 of 'a', which has 2");
  }

  @Test
  void jobsThatAreTooManyTogetherAreAllRefused() {
    CoreLimits five = new CoreLimits(50, 5, 40, 2_000, 100, 5, 20_000, 30_000);
    Rig small = new Rig(five);

    Decision decision =
        small.submit(new Command.SubmitJobs(List.of(job("a"), job("b"), job("c")), List.of()), 1);

    assertThat(rejection(decision).code()).isEqualTo("TOO_MANY_WAITING_TASKS");
    assertThat(small.journal).isEmpty();
  }

  /** What waits is in no class's line: a cycle does not see it, however much it is. */
  @Test
  void whoWaitsCostsACycleNothing() {
    Rig large = new Rig(CoreLimits.DEFAULT);
    large.submit(job("a"), 1);
    for (int i = 0; i < 1_000; i++) {
      large.submit(
          Specs.of("submit s" + i + " ok=J1 tasks=100 cpu=" + (1 + i % 7)).submission(), 1);
    }

    assertThat(large.state.planView(_ -> true).classes()).hasSize(1);
    assertThat(large.state.waitingTasks()).isEqualTo(100_002);
  }

  @Test
  void aLongChainFallsInBoundedSteps() {
    Rig large = new Rig(CoreLimits.DEFAULT);
    large.submit(job("a"), 1);
    for (int i = 1; i < 300; i++) {
      large.submit(Specs.of("submit s" + i + " ok=J" + i).submission(), 1);
    }
    large.submit(new Command.CancelJob(job("a").by(), new JobId(1), "no more"), 1);

    int steps = 0;
    while (large.state.hasUnsettledDependencies()) {
      large.submit(new Command.SettleDependencies(), 1);
      steps++;
    }
    assertThat(steps).isEqualTo(299);
    assertThat(large.state.waitingTasks()).isZero();
    assertThat(Laws.violations(large.state)).isEmpty();
  }
}
