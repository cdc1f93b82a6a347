package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.text.Words;
import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Place;
import io.github.packtrain.cli.tree.Scalars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code parameters:} of a file, filled in where {@code ${name}} stands. A value that is
 * nothing but {@code ${name}} without quotes takes the parameter's type; {@code $${name}} stays as
 * {@code ${name}}. In {@code run:}, which is a shell script, names that are no parameters are the
 * shell's.
 */
final class Parameters {
  private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final String KEY = "parameters";

  private final Problems problems;
  private final SequencedMap<String, String> values = new LinkedHashMap<>();
  private final Set<String> declared = new LinkedHashSet<>();

  private Parameters(Problems problems) {
    this.problems = problems;
  }

  /**
   * The file with its parameters filled in and without its {@code parameters:}.
   *
   * @param given values from the command line, which go before those of the file
   * @param fileDirectory what a path in the file is relative to
   * @param workingDirectory what a path on the command line is relative to
   */
  static Node fill(
      Node file,
      Map<String, String> given,
      Path fileDirectory,
      Path workingDirectory,
      Problems problems) {
    if (!(file instanceof Node.Mapping root)) {
      return file;
    }
    Parameters parameters = new Parameters(problems);
    Node.Entry section = root.entries().get(KEY);
    if (section != null) {
      parameters.declare(section.value(), given, fileDirectory, workingDirectory);
    }
    for (String name : given.keySet()) {
      if (!parameters.declared.contains(name)) {
        problems.add(
            Place.NONE,
            "parameter",
            "--set " + name + ": the file has no such parameter",
            parameters.declared.isEmpty()
                ? "the file has no parameters"
                : Words.hint(name, parameters.declared, "its parameters are"));
      }
    }
    SequencedMap<String, Node.Entry> rest = new LinkedHashMap<>(root.entries());
    rest.remove(KEY);
    return parameters.fill(new Node.Mapping(rest, root.place()), false);
  }

  private void declare(
      Node section, Map<String, String> given, Path fileDirectory, Path workingDirectory) {
    Fields fields = Fields.of(KEY, section, problems);
    for (String name : fields.ownKeys()) {
      declared.add(name);
      Optional<Node> value = fields.find(name);
      boolean isPath = false;
      Optional<String> byDefault = value.map(Node::text);
      if (value.isPresent() && value.get() instanceof Node.Mapping) {
        Fields declaration = Fields.of(KEY + "." + name, value.get(), problems);
        isPath = declaration.oneOf("type", List.of("text", "path")).orElse("text").equals("path");
        byDefault = declaration.text("default");
        declaration.text("help");
        declaration.finish();
      }
      String set = given.get(name);
      if (set != null) {
        values.put(name, isPath ? absolute(workingDirectory, set) : set);
      } else if (byDefault.isPresent()) {
        values.put(name, isPath ? absolute(fileDirectory, byDefault.get()) : byDefault.get());
      } else {
        problems.add(
            fields.place(name),
            "parameter",
            "the parameter '" + name + "' has no value",
            "give it one: --set " + name + "=VALUE");
      }
    }
  }

  private static String absolute(Path directory, String path) {
    return directory.resolve(path).toAbsolutePath().normalize().toString();
  }

  private Node fill(Node node, boolean shell) {
    return switch (node) {
      case Node.Mapping mapping -> {
        SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) ->
                    entries.put(
                        key,
                        new Node.Entry(entry.keyPlace(), fill(entry.value(), key.equals("run")))));
        yield new Node.Mapping(entries, mapping.place());
      }
      case Node.Sequence sequence -> {
        List<Node> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(fill(item, shell)));
        yield new Node.Sequence(items, sequence.place());
      }
      case Node.Scalar scalar -> fill(scalar, shell);
    };
  }

  private Node fill(Node.Scalar scalar, boolean shell) {
    if (scalar.kind() != Node.Kind.TEXT || !scalar.value().contains("${")) {
      return scalar;
    }
    Matcher reference = REFERENCE.matcher(scalar.value());
    StringBuilder filled = new StringBuilder();
    while (reference.find()) {
      boolean escaped = !reference.group(1).isEmpty();
      String name = reference.group(2);
      String text = escaped ? "${" + name + "}" : valueOf(name, scalar.place(), shell);
      reference.appendReplacement(filled, Matcher.quoteReplacement(text));
    }
    reference.appendTail(filled);
    String text = filled.toString();
    boolean whole = scalar.plain() && REFERENCE.matcher(scalar.value()).matches();
    Node.Kind kind = whole ? Scalars.kindOf(text) : Node.Kind.TEXT;
    return new Node.Scalar(kind, text, scalar.plain(), scalar.place());
  }

  private String valueOf(String name, Place place, boolean shell) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    if (!shell && !declared.contains(name)) {
      problems.add(
          place,
          "parameter",
          "'${" + name + "}' names no parameter of this file",
          declared.isEmpty()
              ? "declare it under parameters:, or write $${" + name + "} for the text itself"
              : Words.hint(name, declared, "its parameters are"));
    }
    return "${" + name + "}";
  }
}
