package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** A file of {@code kind: job} to a SubmitJobRequest without its id. */
final class JobReader {
  private static final int NAME_CHARS_MAX = 200;

  private JobReader() {}

  static JobFile read(Node root, Path directory, Problems problems) {
    Fields fields = Fields.of("", root, problems);
    SpecFile.header(fields);
    return read(fields, directory, "", _ -> false);
  }

  /**
   * One of the jobs of a file.
   *
   * @param key its key there, which is its name unless it says another; empty for the only one
   * @param isKey whether the text names one of them
   */
  static JobFile read(Fields fields, Path directory, String key, Predicate<String> isKey) {
    JsonObject spec = TaskReader.read(fields, directory);
    AfterReader.read(fields, isKey).ifPresent(after -> spec.put("after", after));
    Optional<String> name = fields.text("name");
    if (name.isPresent() && (name.get().isBlank() || name.get().length() > NAME_CHARS_MAX)) {
      fields.wrong("name", "a name has 1 to " + NAME_CHARS_MAX + " characters", "choose another");
    }
    spec.put("name", name.orElseGet(() -> key.isEmpty() ? nameOf(spec.node()) : key));
    TaskSet tasks = TaskSet.read(fields);
    fields.finish();
    JsonObject request = new JsonObject();
    if (!key.isEmpty()) {
      request.put("key", key);
    }
    request.put("spec", spec);
    if (tasks.params().isEmpty()) {
      request.put("count", tasks.count());
    } else {
      request.putTexts("params", tasks.params());
    }
    return new JobFile(spec.node().text("name"), tasks.count(), request.node());
  }

  /** What runs, when nobody named the job: the script of an interpreter, or the program. */
  private static String nameOf(Node spec) {
    if (spec.has("handler")) {
      return spec.text("handler.name");
    }
    var argv = spec.items("command.argv");
    if (argv.isEmpty() || argv.get(0).text().equals("sh")) {
      return "job";
    }
    for (Node word : argv) {
      String file = lastName(word.text());
      if (file.toLowerCase(Locale.ROOT).endsWith(".py") || file.endsWith(".sh")) {
        return shortened(file.substring(0, file.lastIndexOf('.')));
      }
    }
    return shortened(lastName(argv.get(0).text()));
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String shortened(String name) {
    return name.isBlank() ? "job" : name.substring(0, Math.min(NAME_CHARS_MAX, name.length()));
  }
}
