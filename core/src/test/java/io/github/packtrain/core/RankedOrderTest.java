package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.plan.Placement;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.policy.Description;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.core.policy.Setting;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.policy.JobToOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An order of a user's own: its keys come in as events, and a rebuilt state needs it no more. */
class RankedOrderTest {
  private static final Policies MINE =
      Policies.BUILT_IN.with(
          List.of(new Description(PolicyKind.ORDER, "mine", "newest first", "x.jar", Map.of())));

  private final Rig rig = new Rig();

  RankedOrderTest() {
    rig.core = new Core(rig.state, rig.limits, MINE);
    rig.submit(Specs.of("worker a cpu=1").registration(), 1);
    configure("mine");
  }

  private void configure(String order) {
    Decision decision =
        rig.submit(new Command.ConfigureQueue(Principal.SYSTEM, "default", order, Map.of()), 1);
    assertThat(decision).isInstanceOf(Decision.Accepted.class);
  }

  private void submit(String id) {
    rig.submit(Specs.of("submit " + id).submission(), 1);
  }

  /** The newest goes first. */
  private int rank() {
    Unranked unranked = rig.state.findUnranked(MINE, 100).orElseThrow();
    List<Event.Rank> ranks = new ArrayList<>();
    for (JobToOrder job : unranked.jobs()) {
      ranks.add(new Event.Rank(job.job(), -job.job().value()));
    }
    rig.submit(new Command.RankJobs("default", "mine", ranks), 1);
    return ranks.size();
  }

  private JobId first() {
    List<Placement> placements = rig.plan(PlacementChoice.BEST_FIT, 10).placements();
    assertThat(placements).hasSize(1);
    return rig.state.planView(_ -> true).classes().getFirst().heads().getFirst().job();
  }

  @Test
  void keysDecideAndEachJobIsAskedAboutOnce() {
    submit("s1");
    submit("s2");
    assertThat(rank()).isEqualTo(2);
    assertThat(first()).isEqualTo(new JobId(2));
    assertThat(rig.state.findUnranked(MINE, 100)).isEmpty();
    submit("s3");
    assertThat(first()).as("who has no key yet goes last").isEqualTo(new JobId(2));
    assertThat(rank()).isEqualTo(1);
    assertThat(first()).isEqualTo(new JobId(3));
  }

  @Test
  void aStateIsRebuiltWithoutThePolicy() {
    submit("s1");
    submit("s2");
    rank();
    submit("s3");
    CoreState replayed = new CoreState();
    rig.journal.forEach(replayed::apply);
    CoreState restored = new CoreState();
    rig.state.snapshot().forEach(restored::apply);
    for (CoreState rebuilt : List.of(replayed, restored)) {
      assertThat(rebuilt.snapshot()).isEqualTo(rig.state.snapshot());
      assertThat(rebuilt.planView(_ -> true).classes())
          .isEqualTo(rig.state.planView(_ -> true).classes());
      assertThat(rebuilt.findUnranked(Policies.BUILT_IN, 100)).isEmpty();
    }
  }

  @Test
  void cutOffTheDefaultDecidesUntilOneIsSetAgain() {
    submit("s1");
    submit("s2");
    rank();
    rig.submit(new Command.CutOffPolicy("default", "mine", "it threw"), 5);
    assertThat(first()).isEqualTo(new JobId(1));
    Setting cut = Objects.requireNonNull(rig.state.orders().get("default"));
    assertThat(cut.name()).isEqualTo("mine");
    assertThat(cut.problem()).isEqualTo("it threw");
    assertThat(rig.state.findUnranked(MINE, 100)).isEmpty();
    CoreState restored = new CoreState();
    rig.state.snapshot().forEach(restored::apply);
    assertThat(restored.orders()).isEqualTo(rig.state.orders());
    configure("mine");
    assertThat(rank()).isEqualTo(2);
    assertThat(first()).isEqualTo(new JobId(2));
  }

  @Test
  void whatComesTooLateChangesNothing() {
    submit("s1");
    configure("fifo");
    int before = rig.journal.size();
    rig.submit(
        new Command.RankJobs("default", "mine", List.of(new Event.Rank(new JobId(1), 5))), 1);
    rig.submit(new Command.CutOffPolicy("default", "mine", "it threw"), 1);
    rig.submit(new Command.CutOffPolicy("", "mine", "it threw"), 1);
    assertThat(rig.journal).hasSize(before);
  }
}
