package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of {@code kind: jobs} to a SubmitJobsRequest without ids. */
final class JobsReader {
  private static final int JOBS_MAX = 1_000;
  private static final String KEY = "[A-Za-z0-9_][A-Za-z0-9._-]{0,62}";
  private static final String ID = "[Jj]?[0-9]+|last";

  private JobsReader() {}

  static JobsFile read(Node root, Path directory, Problems problems) {
    Fields fields = Fields.of("", root, problems);
    SpecFile.header(fields);
    Optional<String> name = fields.text("name");
    Optional<Fields> jobs = fields.mapping("jobs");
    fields.finish();
    if (jobs.isEmpty()) {
      fields.missing("there are no jobs", "add jobs:, with a key and a job for each");
    }
    List<JobFile> read = jobs.map(list -> read(list, directory, problems)).orElse(List.of());
    List<Node> requests = read.stream().<Node>map(JobFile::request).toList();
    return new JobsFile(name.orElse("jobs"), read, new JsonObject().put("jobs", requests).node());
  }

  private static List<JobFile> read(Fields jobs, Path directory, Problems problems) {
    Set<String> keys = new LinkedHashSet<>();
    jobs.ownKeys().forEach(keys::add);
    if (keys.isEmpty() || keys.size() > JOBS_MAX) {
      jobs.missing("there are " + keys.size() + " jobs", "give it 1 to " + JOBS_MAX);
      return List.of();
    }
    List<JobFile> read = new ArrayList<>();
    for (String key : keys) {
      if (!key.matches(KEY) || key.matches(ID)) {
        jobs.wrong(
            key,
            "not a key for a job",
            "use letters, digits, '.', '_' and '-', at most 63, and not what looks like an id");
      }
      Optional<Fields> job = jobs.find(key).map(node -> Fields.of(jobs.path(key), node, problems));
      if (job.isEmpty()) {
        jobs.wrong(key, "it is empty", "say what it runs");
      }
      job.ifPresent(fields -> read.add(JobReader.read(fields, directory, key, keys::contains)));
    }
    return read;
  }
}
