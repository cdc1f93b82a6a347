package io.github.packtrain.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.core.Decision.Accepted;
import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.core.explain.Explainer;
import io.github.packtrain.core.explain.Explanation;
import io.github.packtrain.core.explain.Scene;
import io.github.packtrain.core.explain.WorkerExplainer;
import io.github.packtrain.core.plan.Plan;
import io.github.packtrain.core.plan.Planner;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.core.plan.place.StealingRule;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.AttemptResult;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Measurement;
import io.github.packtrain.model.Outcome;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.TaskState;
import io.github.packtrain.model.WorkerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table of commands and what the core made of them, one per line:
 *
 * <pre>
 *   worker a cpu=4            -> W1 registered
 *   submit s cpu=2 tasks=3    -> J1 admitted x3
 *   plan                      -> J1/0.1 on W1; J1/1.1 on W1
 *   end J1/0.1 ok             -> J1/0.1 SUCCEEDED, task COMPLETED
 *   submit s cpu=3            -> ! SUBMISSION_ID_REUSED
 * </pre>
 *
 * <p>Every line is executed; the whole table must come out as it is written. The laws are asked
 * after each line. Commands: {@link #execute}; their words: {@link Specs}; events: {@link Telling}.
 */
final class Script {
  static final long START_MILLIS = 1_000_000;
  private static final Plan NO_PLAN = Plan.nothing(0);

  private final Rig rig;
  private long nowMillis = START_MILLIS;
  private Plan kept = NO_PLAN;
  private Plan last = NO_PLAN;
  private final TreeSet<WorkerId> cutOff = new TreeSet<>();

  private Script(CoreLimits limits) {
    this.rig = new Rig(limits);
  }

  static CoreState play(String table) {
    return play(CoreLimits.DEFAULT, table);
  }

  /** Plays the table and answers the state it led to. */
  static CoreState play(CoreLimits limits, String table) {
    Script script = new Script(limits);
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String line : table.strip().lines().toList()) {
      String command = line.split("->", 2)[0].strip();
      String outcome = line.contains("->") ? line.split("->", 2)[1].strip() : "";
      if (command.isEmpty()) {
        expected.add(expected.removeLast() + " " + outcome);
        continue;
      }
      expected.add(command + " -> " + outcome);
      found.add(command + " -> " + script.execute(command));
      assertThat(Laws.violations(script.rig.state)).as(line).isEmpty();
    }
    assertThat(String.join("\n", found)).isEqualTo(String.join("\n", expected));
    assertThat(Laws.replayViolations(script.rig.state)).isEmpty();
    assertThat(Laws.differences(script.rig.snapshot(), Laws.rebuild(script.rig.journal).snapshot()))
        .isEmpty();
    return script.rig.state;
  }

  private String execute(String line) {
    Specs words = Specs.of(line);
    String first = words.at(1);
    return switch (words.at(0)) {
      case "worker" -> submit(words.registration());
      case "submit" -> submit(words.submission());
      case "add" ->
          submit(
              new Command.AddTasks(
                  words.by(),
                  JobId.parse(first),
                  words.number("from", 0),
                  Collections.nCopies(words.number("n", 1), words.text("params", "{}"))));
      case "close" -> submit(new Command.CloseJob(words.by(), JobId.parse(first)));
      case "cancel" ->
          submit(
              first.contains("/")
                  ? new Command.CancelTask(words.by(), TaskId.parse(first), "asked")
                  : new Command.CancelJob(words.by(), JobId.parse(first), "asked"));
      case "retry" -> submit(new Command.RetryJob(words.by(), JobId.parse(first), states(words)));
      case "start" -> submit(new Command.ReportStarted(holder(words), AttemptId.parse(first)));
      case "withdraw" -> submit(new Command.ReportWithdrawn(holder(words), AttemptId.parse(first)));
      case "measure" ->
          submit(
              new Command.ReportMeasured(
                  holder(words), AttemptId.parse(first), new Measurement(1, Map.of("loss", 1.0))));
      case "end" ->
          submit(new Command.ReportEnded(holder(words), AttemptId.parse(first), result(words)));
      case "lose" -> submit(new Command.LoseWorker(worker(first), "silent"));
      case "drain" ->
          submit(
              new Command.DrainWorker(words.by(), worker(first), true, words.has("evict"), "care"));
      case "undrain" ->
          submit(new Command.DrainWorker(words.by(), worker(first), false, false, ""));
      case "queue" -> submit(words.queue());
      case "reserve" -> submit(words.reservation());
      case "unreserve" -> submit(new Command.RemoveReservation(words.by(), first));
      case "repack" -> submit(words.repack());
      case "forget" -> submit(new Command.ForgetWorker(words.by(), worker(first)));
      case "tick" -> submit(new Command.Tick());
      case "settle" -> submit(new Command.SettleDependencies());
      default -> observe(words);
    };
  }

  /** Lines that are no commands of the core: planning, time, and looking. */
  private String observe(Specs words) {
    return switch (words.at(0)) {
      case "plan" -> {
        last = plan(words);
        yield commit(last);
      }
      case "keep" -> {
        kept = plan(words);
        yield kept.placements().size() + " placements";
      }
      case "commit" -> commit(kept);
      case "explain" -> explain(words.at(1));
      case "why" -> Telling.blocked(plan(words));
      case "promised" -> Telling.promises(plan(words), nowMillis);
      case "steal" -> {
        StealingRule rule =
            new StealingRule(
                words.number("threshold", 2), !words.text("end", "tail").equals("head"));
        yield rig.state
            .stealable(rule, id -> !cutOff.contains(id), words.number("max", 100))
            .toString();
      }
      case "cut" -> {
        cutOff.add(worker(words.at(1)));
        yield "";
      }
      case "after" -> {
        nowMillis += Long.parseLong(words.at(1));
        yield "";
      }
      case "job" -> rig.state.findJob(JobId.parse(words.at(1))).map(Telling::job).orElse("none");
      case "task" ->
          rig.state.findTask(TaskId.parse(words.at(1))).map(Telling::task).orElse("none");
      case "free" -> rig.state.findWorker(worker(words.at(1))).map(Telling::free).orElse("none");
      default -> throw new IllegalArgumentException("unknown command: " + words.at(0));
    };
  }

  private String commit(Plan plan) {
    return submit(new Command.CommitPlan(plan.viewPosition(), plan.placements()));
  }

  private String submit(Command command) {
    return switch (rig.submit(command, nowMillis)) {
      case Decision.Rejected(var rejection) -> {
        assertThat(List.of(rejection.message(), rejection.why(), rejection.hint()))
            .as("what happened, why and what to do, of " + rejection.code())
            .doesNotContain("");
        yield "! " + rejection.code();
      }
      case Accepted(List<Event> events, Reply reply) -> {
        String told =
            events.stream()
                .map(event -> Telling.event(event, nowMillis))
                .collect(Collectors.joining("; "));
        String more = Telling.reply(reply);
        yield told.isEmpty() ? (more.isEmpty() ? "nothing" : more) : told;
      }
    };
  }

  private Plan plan(Specs words) {
    PlacementChoice policy =
        words.has("first")
            ? PlacementChoice.FIRST_FIT
            : words.has("worst")
                ? PlacementChoice.WORST_FIT
                : PlacementChoice.of(words.text("policy", "best_fit"));
    var view = rig.state.planView(worker -> !cutOff.contains(worker), nowMillis, last);
    Plan plan = new Planner(policy.create(), words.number("max", 1_000)).plan(view);
    assertThat(Laws.planViolations(view, plan)).isEmpty();
    return plan;
  }

  private String explain(String what) {
    if (what.startsWith("W")) {
      return Telling.explanation(
          WorkerExplainer.explain(rig.state, id -> !cutOff.contains(id), worker(what)));
    }
    int slash = what.indexOf('/');
    Explanation explanation =
        Explainer.explain(
            rig.state,
            new Scene(
                last, worker -> !cutOff.contains(worker), PlacementChoice.BEST_FIT, nowMillis),
            JobId.parse(slash < 0 ? what : what.substring(0, slash)),
            slash < 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(what.substring(slash + 1))));
    return Telling.explanation(explanation);
  }

  private WorkerId holder(Specs words) {
    AttemptId attempt = AttemptId.parse(words.at(1));
    return words.has("by")
        ? worker(words.text("by", ""))
        : rig.state.findAttempt(attempt).map(AttemptView::worker).orElse(new WorkerId(1));
  }

  private static WorkerId worker(String text) {
    return new WorkerId(Integer.parseInt(text.substring(1)));
  }

  private static AttemptResult result(Specs words) {
    String outcome = words.at(2);
    long runMillis = words.number("run", 1_000);
    if (outcome.equals("ok")) {
      List<String> metric = Specs.parts(words.text("metric", ""));
      return AttemptResult.succeeded(
          metric.size() < 2
              ? Map.of()
              : Map.of(metric.getFirst(), Double.parseDouble(metric.getLast())),
          runMillis);
    }
    return new AttemptResult(
        Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)), 1, 0, "why", Map.of(), runMillis);
  }

  private static List<TaskState> states(Specs words) {
    return Arrays.stream(words.at(2).split(",", -1))
        .map(state -> TaskState.valueOf(state.toUpperCase(Locale.ROOT)))
        .toList();
  }
}
