package io.github.packtrain.cli.spec;

import io.github.packtrain.cli.tree.Node;
import io.github.packtrain.cli.tree.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Flags of the command line as entries of a file: {@code --gpu A100:2} is {@code resources.gpu:
 * A100:2}. They go before what the file says, key by key.
 */
public final class SpecFlags {
  /** No flag. */
  public static final SpecFlags NONE = new SpecFlags();

  /** Keys of which a file may have one: a flag for one removes the others. */
  private static final List<Set<String>> ALTERNATIVES =
      List.of(Set.of("command", "run", "handler"), Set.of("array", "entries", "grid"));

  private final SequencedMap<String, Node> values = new LinkedHashMap<>();

  /**
   * Adds a value as it would stand in a file without quotes.
   *
   * @param path keys joined by dots
   */
  public SpecFlags put(String path, String value) {
    return put(path, plain(value));
  }

  /** Adds a list of texts. */
  public SpecFlags put(String path, List<String> values) {
    return put(
        path, new Node.Sequence(values.stream().map(SpecFlags::quoted).toList(), Place.NONE));
  }

  /** Adds entries to a mapping. */
  public SpecFlags put(String path, Map<String, String> entries) {
    entries.forEach((key, value) -> values.put(path + "." + key, quoted(value)));
    return this;
  }

  /** Whether there is no flag. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  private SpecFlags put(String path, Node value) {
    values.put(path, value);
    return this;
  }

  Node over(Node file) {
    Node result = file;
    for (var flag : values.entrySet()) {
      result = with(result, flag.getKey(), flag.getValue());
    }
    return result;
  }

  private static Node with(Node node, String path, Node value) {
    int dot = path.indexOf('.');
    String key = dot < 0 ? path : path.substring(0, dot);
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    if (node instanceof Node.Mapping mapping) {
      entries.putAll(mapping.entries());
    }
    for (Set<String> alternatives : ALTERNATIVES) {
      if (alternatives.contains(key)) {
        entries.keySet().removeAll(alternatives);
      }
    }
    Node.Entry old = entries.get(key);
    Node below = dot < 0 ? value : with(inner(key, old), path.substring(dot + 1), value);
    entries.put(key, new Node.Entry(Place.NONE, below));
    return new Node.Mapping(entries, node.place());
  }

  /** {@code gpu: A100:2} may meet {@code --gpu-mem}: what was one word becomes a mapping. */
  private static Node inner(String key, Node.@org.jspecify.annotations.Nullable Entry old) {
    if (old == null) {
      return Node.empty();
    }
    return key.equals("gpu") && old.value() instanceof Node.Scalar scalar
        ? ResourcesReader.gpuTree(scalar)
        : old.value();
  }

  private static Node plain(String text) {
    return new Node.Scalar(
        io.github.packtrain.cli.tree.Scalars.kindOf(text), text, true, Place.NONE);
  }

  private static Node quoted(String text) {
    return new Node.Scalar(Node.Kind.TEXT, text, false, Place.NONE);
  }
}
