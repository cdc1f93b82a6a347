package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code after}: what a job waits for. To a JobAfter. */
final class AfterReader {
  private static final Pattern ID = Pattern.compile("([Jj]?[0-9]{1,18}|last)(/[0-9]{1,9})?");

  private final Fields fields;
  private final Predicate<String> isKey;

  private AfterReader(Fields fields, Predicate<String> isKey) {
    this.fields = fields;
    this.isKey = isKey;
  }

  /**
   * @param isKey whether the text names another job of the same file
   */
  static Optional<JsonObject> read(Fields job, Predicate<String> isKey) {
    Optional<Node> node = job.find("after");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof Node.Mapping)) {
      List<Node> succeeded = new AfterReader(job, isKey).dependencies("after", false);
      return Optional.of(new JsonObject().put("dependencies", succeeded));
    }
    return job.mapping("after").map(after -> new AfterReader(after, isKey).ofMapping());
  }

  private JsonObject ofMapping() {
    List<Node> ok = dependencies("ok", false);
    List<Node> all = new ArrayList<>(ok);
    all.addAll(dependencies("any", true));
    JsonObject after = new JsonObject().put("dependencies", all);
    if (fields.flag("keep").orElse(false)) {
      if (ok.isEmpty()) {
        fields.wrong(
            "keep",
            "there is nothing that has to succeed",
            "keep says what happens when one of after.ok fails",
            "name jobs with after.ok (--after-ok), or leave it out");
      }
      after.put("keep", true);
    }
    fields.finish();
    return after;
  }

  private List<Node> dependencies(String key, boolean any) {
    List<Node> found = new ArrayList<>();
    for (String on : fields.texts(key).orElse(List.of())) {
      int slash = on.lastIndexOf('/');
      if (!ID.matcher(on).matches() && !isKey.test(slash < 0 ? on : on.substring(0, slash))) {
        fields.wrong(
            key,
            "'" + on + "' is no job to wait for",
            "a job is named by its number, a task by its job and its number in it",
            "write J42, or J42/3 for a task; in a file of kind: jobs also the key of another job");
      }
      JsonObject dependency = new JsonObject().put("on", on);
      if (any) {
        dependency.put("any", true);
      }
      found.add(dependency.node());
    }
    return found;
  }
}
