package io.github.packtrain.bench.search;

import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyCommand;
import io.github.packtrain.search.StudyCommand.CompleteTrial;
import io.github.packtrain.search.StudyCommand.CreateStudy;
import io.github.packtrain.search.StudyCommand.SuggestTrial;
import io.github.packtrain.search.StudyEvent;
import io.github.packtrain.search.StudyEvent.StudyCreated;
import io.github.packtrain.search.StudyEvent.TrialSuggested;
import io.github.packtrain.search.StudyReply;
import io.github.packtrain.search.StudySpec;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * As many workers as the study runs trials, on virtual time: a trial takes as long as its
 * architecture costs. The study is driven as the master drives it, by commands and events.
 */
final class VirtualCluster {
  static final String METRIC = "acc_mean";

  private record Running(long endMillis, int trial, double accuracy) {}

  private final ArchitectureTable table;
  private final Study study;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(
          Comparator.comparingLong(Running::endMillis).thenComparingInt(Running::trial));
  private long nowMillis;

  private VirtualCluster(ArchitectureTable table, Study study) {
    this.table = table;
    this.study = study;
  }

  /** Runs a study of {@code spec} to its end. */
  static Study run(ArchitectureTable table, StudySpec spec) {
    StudyReply reply = Study.create(new CreateStudy(spec), 0);
    if (reply instanceof StudyReply.Rejected(var problems)) {
      throw new IllegalArgumentException(problems.toString());
    }
    Study study = Study.begin((StudyCreated) reply.events().getFirst());
    new VirtualCluster(table, study).run();
    return study;
  }

  private void run() {
    fill();
    while (!study.isEnded()) {
      Running next = running.remove();
      nowMillis = next.endMillis();
      SortedMap<String, Double> metrics = new TreeMap<>();
      metrics.put(METRIC, next.accuracy());
      send(new CompleteTrial(study.spec().name(), next.trial(), metrics));
      fill();
    }
  }

  private void fill() {
    List<StudyEvent> events;
    do {
      events = send(new SuggestTrial(study.spec().name()));
    } while (!events.isEmpty());
  }

  private List<StudyEvent> send(StudyCommand command) {
    List<StudyEvent> events = study.handle(command, nowMillis).events();
    for (StudyEvent event : events) {
      study.apply(event);
      if (event instanceof TrialSuggested suggested) {
        ArchitectureTable.Architecture row = table.lookUp(suggested.candidate());
        running.add(new Running(nowMillis + row.flops(), suggested.trial(), row.accuracy()));
      }
    }
    return events;
  }
}
