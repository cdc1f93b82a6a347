package io.github.packtrain.core;

import static io.github.packtrain.core.Script.play;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Statistics.DeadlineTally;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import org.junit.jupiter.api.Test;

/** Jobs that should have ended by some time; scripts begin at 1 000 000. */
class DeadlineTest {
  @Test
  void aFirmDeadlineThatCannotBeMetIsRefused() {
    play(
        """
        submit a deadline=1000000 firm            -> ! DEADLINE_UNREACHABLE
        submit b cpu=9 deadline=2000000 firm      -> J1 admitted x1
        worker a cpu=4                            -> W1 registered
        submit c cpu=9 deadline=2000000 firm      -> ! DEADLINE_UNREACHABLE
        submit d deadline=1005000 est=5001 firm   -> ! DEADLINE_UNREACHABLE
        submit d deadline=1005000 est=5001        -> J2 admitted x1
        submit e deadline=1005000 est=5000 firm   -> J3 admitted x1
        submit f deadline=1005000 est=1000 tasks=11 par=2 firm -> ! DEADLINE_UNREACHABLE
        submit f deadline=1006000 est=1000 tasks=11 par=2 firm -> J4 admitted x11
        submit g firm                             -> ! DEADLINE_MISSING
        after 10000                               ->
        submit e deadline=1005000 est=5000 firm   -> same J3 x1
        """);
  }

  @Test
  void withoutAnEstimateThoseLikeItTell() {
    play(
        """
        worker a cpu=4                            -> W1 registered
        submit a kind=train tasks=3               -> J1 admitted x3
        plan                                      -> J1/0.1 on W1; J1/1.1 on W1; J1/2.1 on W1
        submit b kind=train deadline=1030000 firm -> J2 admitted x1
        start J1/0.1                              -> J1/0.1 started
        start J1/1.1                              -> J1/1.1 started
        start J1/2.1                              -> J1/2.1 started
        end J1/0.1 ok run=60000                   -> J1/0.1 SUCCEEDED, task COMPLETED
        end J1/1.1 ok run=60000                   -> J1/1.1 SUCCEEDED, task COMPLETED
        end J1/2.1 ok run=60000                   -> J1/2.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
        submit c kind=train deadline=1030000 firm -> ! DEADLINE_UNREACHABLE
        """);
  }

  @Test
  void theReasonIsSaidWithItsNumbers() {
    CoreState state = new CoreState();
    JobSpec spec =
        Specs.of("submit f est=1000 deadline=1005000 tasks=11 par=2").submission().spec();

    assertThat(state.deadlineProblem(spec, 11, 1_000_000).orElseThrow().why())
        .isEqualTo(
            "started at once it would run until 1970-01-01T00:16:46Z in 6 rounds of 2 tasks, by its"
                + " estimate");
    assertThat(state.deadlineProblem(spec, 10, 1_000_000)).isEmpty();
  }

  @Test
  void missesAreCounted() {
    CoreState state =
        play(
            """
            worker a cpu=4                            -> W1 registered
            submit a deadline=1001000                 -> J1 admitted x1
            submit b deadline=1000500                 -> J2 admitted x1
            submit c deadline=1000500                 -> J3 admitted x1
            submit d deadline=1009000                 -> J4 admitted x1
            submit e                                  -> J5 admitted x1
            submit f deadline=1009000                 -> J6 admitted x1
            plan                                      -> J1/0.1 on W1; J2/0.1 on W1; J3/0.1 on W1; J4/0.1 on W1
            cancel J6                                 -> J6 cancelled; J6 CANCELLED
            after 1000                                ->
            end J1/0.1 ok                             -> J1/0.1 SUCCEEDED, task COMPLETED; J1 COMPLETED
            end J2/0.1 ok                             -> J2/0.1 SUCCEEDED, task COMPLETED; J2 COMPLETED
            """);

    assertThat(state.findJob(new JobId(2))).isPresent();
    assertThat(Statistics.of(state, 1_001_000).deadlines())
        .isEqualTo(new DeadlineTally(1, 2, 1, 1));
  }
}
