package io.github.packtrain.session.world;

import io.github.packtrain.core.CoreState;
import io.github.packtrain.core.Event;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.search.Study;
import io.github.packtrain.search.StudyEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Core state and studies together. The master's loop, the replica, the simulator and every restart
 * build it by the same {@link #apply}. Not thread-safe.
 */
public final class World {
  private final CoreState core = new CoreState();
  private final TreeMap<String, Study> studies = new TreeMap<>();
  private final TreeMap<String, StudyLink> links = new TreeMap<>();

  /** Applies a fact; an exception here is our bug, and the process stops. */
  public void apply(Fact fact) {
    switch (fact) {
      case Event event -> applyEvent(event);
      case StudyEvent event -> applyStudyEvent(event);
      default ->
          throw new IllegalArgumentException("not a fact of this release: " + fact.getClass());
    }
  }

  private void applyEvent(Event event) {
    core.apply(event);
    switch (event) {
      case Event.JobAdmitted admitted -> link(admitted);
      case Event.JobRestored restored -> link(restored.admitted());
      default -> {}
    }
  }

  private void link(Event.JobAdmitted admitted) {
    String study = admitted.spec().study();
    if (!study.isEmpty()) {
      linkOf(study).job = admitted.job();
    }
  }

  private void applyStudyEvent(StudyEvent event) {
    if (event instanceof StudyEvent.StudyCreated created) {
      studies.put(created.study(), Study.begin(created));
      return;
    }
    Study study = studies.get(event.study());
    if (study == null) {
      throw new IllegalStateException("no study '" + event.study() + "' for " + event);
    }
    study.apply(event);
    if (event instanceof StudyEvent.TrialSuggested suggested) {
      linkOf(event.study()).trials.add(suggested.trial());
    }
  }

  private StudyLink linkOf(String study) {
    return links.computeIfAbsent(study, _ -> new StudyLink());
  }

  /** The state as facts that rebuild it. */
  public List<Fact> snapshot() {
    List<Fact> facts = new ArrayList<>();
    for (Study study : studies.values()) {
      facts.addAll(study.replayEvents());
    }
    facts.addAll(core.snapshot());
    return facts;
  }

  public CoreState core() {
    return core;
  }

  public Optional<Study> findStudy(String name) {
    return Optional.ofNullable(studies.get(name));
  }

  /** All studies, by name. */
  public Collection<Study> studies() {
    return Collections.unmodifiableCollection(studies.values());
  }

  /** The job whose tasks are the study's trials; empty when it left the live state. */
  public Optional<JobId> findJobOf(String study) {
    StudyLink link = links.get(study);
    return link == null || link.job == null ? Optional.empty() : Optional.of(link.job);
  }

  /** The trial that a task of the study's job is. */
  public Optional<Integer> findTrialOf(String study, int taskIndex) {
    StudyLink link = links.get(study);
    return link == null || taskIndex >= link.trials.size()
        ? Optional.empty()
        : Optional.of(link.trials.get(taskIndex));
  }

  /** The task that a trial is; empty for imported trials. */
  public Optional<TaskId> findTaskOf(String study, int trial) {
    StudyLink link = links.get(study);
    if (link == null || link.job == null) {
      return Optional.empty();
    }
    int index = Collections.binarySearch(link.trials, trial);
    return index < 0 ? Optional.empty() : Optional.of(new TaskId(link.job, index));
  }

  /** How many trials of the study have become tasks: the index of the next one. */
  public int trialTasksOf(String study) {
    StudyLink link = links.get(study);
    return link == null ? 0 : link.trials.size();
  }

  /**
   * How a study and its job belong together. Trials become tasks in the order of their suggestion.
   */
  private static final class StudyLink {
    private @Nullable JobId job;
    private final List<Integer> trials = new ArrayList<>();
  }
}
