package io.github.packtrain.core;

import io.github.packtrain.model.After;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.model.Rejection.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Jobs that are submitted together and may wait for each other. Here the links between them become
 * dependencies on the numbers that the jobs will get.
 */
final class Batch {
  private static final int SHOWN_MAX = 12;

  private final List<Command.SubmitJob> jobs;
  private final List<Command.Link> links;
  private final List<JobId> ids = new ArrayList<>();
  private final Optional<Rejection> problem;
  private long lastJob;

  Batch(Command.SubmitJobs c, CoreState state) {
    this.jobs = c.jobs();
    this.links = c.links();
    this.lastJob = state.lastJob;
    TreeMap<String, JobId> seen = new TreeMap<>();
    Optional<Rejection> found = Optional.empty();
    for (Command.SubmitJob job : jobs) {
      JobRecord known = state.submissions.get(job.by().name(), job.submissionId());
      JobId id = known == null ? new JobId(++lastJob) : known.id;
      ids.add(id);
      if (seen.put(job.submissionId() + '\n' + job.by().name(), id) != null) {
        found = found.or(() -> twice(job));
      }
    }
    long before = state.lastJob;
    this.problem =
        found.or(() -> guessProblem(before)).or(this::linkProblem).or(this::cycleProblem);
  }

  /** What is wrong with them together. */
  Optional<Rejection> problem() {
    return problem;
  }

  /** Highest number of a job once these are in. */
  long lastJob() {
    return lastJob;
  }

  /** The jobs with their links as dependencies; to be asked when there is no problem. */
  List<Command.SubmitJob> resolved() {
    List<List<Dependency>> more = new ArrayList<>();
    jobs.forEach(job -> more.add(new ArrayList<>(job.spec().after().dependencies())));
    for (Command.Link link : links) {
      more.get(link.job()).add(new Dependency(link.when(), ids.get(link.target()), link.index()));
    }
    List<Command.SubmitJob> all = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      Command.SubmitJob job = jobs.get(i);
      After after = new After(more.get(i), job.spec().after().keep());
      all.add(
          after.equals(job.spec().after())
              ? job
              : new Command.SubmitJob(
                  job.by(),
                  job.submissionId(),
                  job.spec().withAfter(after),
                  job.count(),
                  job.params(),
                  job.open()));
    }
    return all;
  }

  private static Optional<Rejection> twice(Command.SubmitJob job) {
    return Optional.of(
        new Rejection(
            Kind.ALREADY_EXISTS,
            "SUBMISSION_ID_REUSED",
            "submission id '" + Texts.shown(job.submissionId()) + "' stands for two jobs",
            "both were submitted together",
            "give each job an id of its own"));
  }

  /** Among themselves they are linked by place: what number each gets is nobody's to foresee. */
  private Optional<Rejection> guessProblem(long lastBefore) {
    return jobs.stream()
        .flatMap(job -> job.spec().after().dependencies().stream())
        .filter(dependency -> dependency.job().value() > lastBefore)
        .findFirst()
        .map(Intake::noSuchJob);
  }

  private Optional<Rejection> linkProblem() {
    for (Command.Link link : links) {
      boolean known = isPlace(link.job()) && isPlace(link.target());
      int tasks = known ? jobs.get(link.target()).count() : 0;
      if (!known || link.index() < Dependency.WHOLE || link.index() >= tasks) {
        return Optional.of(
            Rejection.notFound(
                "DEPENDENCY_NOT_FOUND",
                known
                    ? name(link.job())
                        + " waits for task "
                        + link.index()
                        + " of "
                        + name(link.target())
                        + ", which has "
                        + tasks
                    : "a job waits for one that is not among those submitted with it",
                "name a job of the same submission, and a task that it has"));
      }
    }
    return Optional.empty();
  }

  private boolean isPlace(int place) {
    return place >= 0 && place < jobs.size();
  }

  private String name(int place) {
    return "'" + Texts.shown(jobs.get(place).spec().name()) + "'";
  }

  /** Takes out whoever waits for nobody that is left; who remains is in a cycle or behind one. */
  private Optional<Rejection> cycleProblem() {
    int[] open = new int[jobs.size()];
    List<List<Integer>> waiters = new ArrayList<>();
    jobs.forEach(_ -> waiters.add(new ArrayList<>()));
    for (Command.Link link : links) {
      open[link.job()]++;
      waiters.get(link.target()).add(link.job());
    }
    ArrayDeque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < open.length; i++) {
      if (open[i] == 0) {
        free.add(i);
      }
    }
    int left = jobs.size();
    for (Integer next = free.poll(); next != null; next = free.poll()) {
      left--;
      for (int waiter : waiters.get(next)) {
        if (--open[waiter] == 0) {
          free.add(waiter);
        }
      }
    }
    return left == 0 ? Optional.empty() : Optional.of(cycle(open));
  }

  /** Follows what each waits for, from one that is left, until somebody comes again. */
  private Rejection cycle(int[] open) {
    int[] target = new int[open.length];
    for (Command.Link link : links.reversed()) {
      if (open[link.target()] > 0) {
        target[link.job()] = link.target();
      }
    }
    List<Integer> path = new ArrayList<>();
    boolean[] seen = new boolean[open.length];
    int at = 0;
    while (open[at] == 0) {
      at++;
    }
    for (; !seen[at]; at = target[at]) {
      seen[at] = true;
      path.add(at);
    }
    List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    String shown =
        cycle.stream()
            .limit(SHOWN_MAX)
            .map(place -> Texts.shown(jobs.get(place).spec().name()))
            .collect(Collectors.joining(" -> "));
    String rest = cycle.size() > SHOWN_MAX ? " -> …" : "";
    String again = " -> " + Texts.shown(jobs.get(at).spec().name());
    return Rejection.invalid(
        "DEPENDENCY_CYCLE",
        "the jobs wait for each other: " + shown + rest + again,
        "none of them could ever start",
        "take one of the dependencies out");
  }
}
