package io.github.packtrain.simulator;

import io.github.packtrain.core.Decision.Reply;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection.Kind;
import io.github.packtrain.session.loop.Answer;
import io.github.packtrain.session.loop.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's program: does one thing after the other, and asks again, in the same words, while it has
 * no answer. So the master may get a request several times, the first one last.
 */
final class SimClient {
  private final Ground ground;
  private final Timeline timeline;
  private final Dice dice;
  private final String name;
  private final Link link;
  private final Wishes wishes;
  private final ArrayDeque<Wishes.Wish> left = new ArrayDeque<>();
  private final List<JobId> jobs = new ArrayList<>();
  private @Nullable Asked asked;

  /** A request without an answer so far. */
  private static final class Asked {
    final Wishes.Wish wish;
    final Request request;
    boolean answered;

    Asked(Wishes.Wish wish, Request request) {
      this.wish = wish;
      this.request = request;
    }
  }

  SimClient(Ground ground, Dice dice, String name, Wishes wishes) {
    this.ground = ground;
    this.timeline = ground.timeline();
    this.dice = dice;
    this.name = name;
    this.wishes = wishes;
    this.link = new Link(timeline, dice, ground.scenario().weather().delayMaxMillis());
    left.addAll(wishes.of(name, ground.scenario().sizes().operations()));
    think();
  }

  /** The weather is fine: what was held up goes on. */
  void finish() {
    left.addAll(wishes.farewell());
    if (asked == null) {
      next();
    }
  }

  boolean isDone() {
    return asked == null && left.isEmpty();
  }

  private void think() {
    long span = ground.scenario().faultsUntilMillis() / ground.scenario().sizes().operations();
    timeline.after(dice.skewed(span), this::next);
  }

  private void next() {
    Wishes.Wish wish = asked == null ? left.poll() : null;
    if (wish == null) {
      return;
    }
    Optional<Request> request = wishes.request(wish, name, jobs);
    if (request.isEmpty()) {
      next();
      return;
    }
    Asked question = new Asked(wish, request.get());
    asked = question;
    ask(question);
  }

  private void ask(Asked question) {
    if (question.answered) {
      return;
    }
    int loss = ground.isStormy() ? ground.scenario().weather().callLossPermille() : 0;
    if (!dice.chance(loss)) {
      timeline.at(
          link.arrival(true),
          () ->
              ground
                  .master()
                  .call(
                      question.request,
                      answer -> {
                        if (!dice.chance(loss)) {
                          timeline.at(link.arrival(false), () -> answered(question, answer));
                        }
                      }));
    }
    timeline.after(patience(), () -> ask(question));
  }

  private long patience() {
    return dice.between(1, 2 * ground.scenario().timing().lostAfterMillis());
  }

  private void answered(Asked question, Answer answer) {
    ground.trace().note(name, "hears", answer);
    note(question, answer);
    if (question.answered || isTemporary(answer)) {
      return;
    }
    question.answered = true;
    asked = null;
    if (wishes.isIdempotent(question.wish) && dice.chance(150)) {
      // Somebody presses the button twice: the same request once more, whatever becomes of it.
      timeline.after(
          dice.skewed(ground.scenario().faultsUntilMillis()),
          () -> ground.master().call(question.request, again -> note(question, again)));
    }
    think();
  }

  private static boolean isTemporary(Answer answer) {
    return answer instanceof Answer.Rejected(var rejection)
        && (rejection.kind() == Kind.RESOURCE_EXHAUSTED || rejection.kind() == Kind.UNAVAILABLE);
  }

  private void note(Asked question, Answer answer) {
    switch (answer) {
      case Answer.Accepted(var replies) -> {
        for (Reply reply : replies) {
          if (reply instanceof Reply.JobAccepted(JobId job, int count, boolean _)) {
            ground.witness().jobAcknowledged(question.wish, job, count);
            if (!jobs.contains(job)) {
              jobs.add(job);
            }
          }
        }
      }
      case Answer.StudyAccepted(String study, boolean _) ->
          ground.witness().studyAcknowledged(study);
      case Answer.Rejected(var rejection) -> {
        if (!isTemporary(answer)) {
          wishes.rejected(question.wish, rejection);
        }
      }
    }
  }

  @Override
  public String toString() {
    Asked question = asked;
    return name + " left " + left + (question == null ? "" : ", asked " + question.request);
  }
}
