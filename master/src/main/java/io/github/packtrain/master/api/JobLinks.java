package io.github.packtrain.master.api;

import io.github.packtrain.core.Command;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Rejection;
import io.github.packtrain.protocol.v1.JobDependency;
import io.github.packtrain.protocol.v1.SubmitJobRequest;
import io.github.packtrain.session.wire.DependencyWire;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the jobs submitted together wait for which, by the keys that they call each other. */
final class JobLinks {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}");
  private static final int INDEX_DIGITS_MAX = 9;
  private static final int KEYS_SHOWN_MAX = 20;

  private final TreeMap<String, Integer> places = new TreeMap<>();
  private final List<Command.Link> links = new ArrayList<>();

  JobLinks(List<SubmitJobRequest> requests) {
    for (int place = 0; place < requests.size(); place++) {
      String key = requests.get(place).getKey();
      if (!key.isEmpty()) {
        put(key, place);
      }
    }
    for (int place = 0; place < requests.size(); place++) {
      for (JobDependency one : requests.get(place).getSpec().getAfter().getDependenciesList()) {
        if (isKey(one)) {
          links.add(link(place, one));
        }
      }
    }
  }

  List<Command.Link> list() {
    return links;
  }

  /** The request with only those dependencies that name jobs of the past. */
  SubmitJobRequest withoutKeys(SubmitJobRequest request) {
    List<JobDependency> all = request.getSpec().getAfter().getDependenciesList();
    if (all.stream().noneMatch(this::isKey)) {
      return request;
    }
    SubmitJobRequest.Builder changed = request.toBuilder();
    changed
        .getSpecBuilder()
        .getAfterBuilder()
        .clearDependencies()
        .addAllDependencies(all.stream().filter(one -> !isKey(one)).toList());
    return changed.build();
  }

  private void put(String key, int place) {
    if (!KEY.matcher(key).matches() || DependencyWire.isId(key)) {
      throw Unary.rejected(
          Rejection.invalid(
              "JOB_KEY",
              "'" + Names.shown(key) + "' cannot be the key of a job",
              "use letters, digits, '.', '_' and '-', and not what looks like the id of a job"));
    }
    if (places.put(key, place) != null) {
      throw Unary.rejected(
          Rejection.invalid(
              "JOB_KEY",
              "two jobs of the submission have the key '" + key + "'",
              "give each a key of its own"));
    }
  }

  /** With several jobs, whatever is no id must be a key; of a single job it is just wrong. */
  private boolean isKey(JobDependency one) {
    return !places.isEmpty() && !DependencyWire.isId(one.getOn());
  }

  private Command.Link link(int place, JobDependency one) {
    String on = one.getOn();
    int slash = on.lastIndexOf('/');
    String key = slash < 0 ? on : on.substring(0, slash);
    String index = slash < 0 ? "" : on.substring(slash + 1);
    Integer target = places.get(key);
    boolean number = index.length() <= INDEX_DIGITS_MAX && index.matches("\\d*");
    if (target == null || !number || (slash >= 0 && index.isEmpty())) {
      throw Unary.rejected(
          Rejection.notFound(
              "DEPENDENCY_NOT_FOUND",
              "a job waits for '" + Names.shown(on) + "', which is not submitted with it",
              "the jobs of this submission are: " + shownKeys()));
    }
    int task = index.isEmpty() ? Dependency.WHOLE : Integer.parseInt(index);
    return new Command.Link(place, DependencyWire.when(one), target, task);
  }

  private String shownKeys() {
    String shown = places.keySet().stream().limit(KEYS_SHOWN_MAX).collect(Collectors.joining(", "));
    return shown + (places.size() > KEYS_SHOWN_MAX ? ", …" : "");
  }
}
