package io.github.packtrain.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.search.StudyCommand.CompleteTrial;
import io.github.packtrain.search.StudyCommand.CreateStudy;
import io.github.packtrain.search.StudyCommand.SuggestTrial;
import io.github.packtrain.search.StudyEvent.StudyCreated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study with a shell around it: handles, keeps the events as a journal would, applies; time
 * stands still.
 */
final class StudyRun {
  static final String NAME = "s";

  final Study study;
  final List<StudyEvent> journal = new ArrayList<>();
  long nowMillis;

  StudyRun(StudySpec spec) {
    StudyReply reply = Study.create(new CreateStudy(spec), 0);
    assertThat(reply).isInstanceOf(StudyReply.Accepted.class);
    journal.addAll(reply.events());
    study = Study.begin((StudyCreated) reply.events().getFirst());
  }

  static StudySpec spec(SearchSpace space, AlgorithmSpec algorithm, Budget budget, long seed) {
    return new StudySpec(NAME, List.of(Objective.maximize("acc")), space, algorithm, budget, seed);
  }

  static SortedMap<String, Double> acc(double value) {
    return new TreeMap<>(Map.of("acc", value));
  }

  StudyReply send(StudyCommand command) {
    StudyReply reply = study.handle(command, nowMillis);
    reply.events().forEach(study::apply);
    journal.addAll(reply.events());
    return reply;
  }

  /** Suggests until nothing more comes; how many trials came. */
  int fill() {
    int before = study.progress().suggested();
    while (!send(new SuggestTrial(NAME)).events().isEmpty()) {
      assertThat(study.progress().running()).isLessThanOrEqualTo(study.spec().budget().parallel());
    }
    return study.progress().suggested() - before;
  }

  void complete(int trial, double value) {
    send(new CompleteTrial(NAME, trial, acc(value)));
  }

  Candidate candidate(int trial) {
    return study.findTrial(trial).orElseThrow().candidate();
  }

  Origin origin(int trial) {
    return study.findTrial(trial).orElseThrow().origin();
  }
}
