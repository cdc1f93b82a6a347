package io.github.packtrain.cli.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2, core schema: {@code no} is a word and not a truth value. One document; keys are words
 * and unique. What a file can make of anchors and aliases is bounded.
 */
public final class YamlText {
  private static final int NODES_MAX = 1_000_000;
  private static final int DEPTH_MAX = 100;

  /** Says what is wrong with the text and where. */
  public static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Place place;

    SyntaxException(String message, Place place) {
      super(message);
      this.place = place;
    }

    /** Where it was noticed. */
    public Place place() {
      return place;
    }
  }

  private int nodes;

  private YamlText() {}

  /** Reads one document; an empty one is a null scalar. */
  public static Node read(String text) throws SyntaxException {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    try {
      Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
      return root.isEmpty()
          ? new Node.Scalar(Node.Kind.NULL, "", true, new Place(1, 1))
          : new YamlText().convert(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      throw new SyntaxException(
          problemOf(e), e.getProblemMark().map(YamlText::place).orElse(Place.NONE));
    } catch (YamlEngineException e) {
      throw new SyntaxException(String.valueOf(e.getMessage()), Place.NONE);
    }
  }

  private static String problemOf(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("'\\t(TAB)'")) {
      return "a tab cannot indent; use spaces";
    }
    return e.getContext() == null ? problem : problem + " (" + e.getContext() + ")";
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) throws SyntaxException {
    Place place = node.getStartMark().map(YamlText::place).orElse(Place.NONE);
    if (++nodes > NODES_MAX || depth > DEPTH_MAX) {
      throw new SyntaxException(
          "the file is too large or too deep (an alias inside of what it names?)", place);
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, place, depth);
      case SequenceNode sequence -> {
        List<Node> items = new ArrayList<>();
        for (var item : sequence.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new Node.Sequence(items, place);
      }
      case ScalarNode scalar -> scalar(scalar, place);
      default -> throw new SyntaxException("unexpected " + node.getNodeType(), place);
    };
  }

  private Node mapping(MappingNode mapping, Place place, int depth) throws SyntaxException {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = tuple.getKeyNode().getStartMark().map(YamlText::place).orElse(place);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new SyntaxException("a key must be a word", keyPlace);
      }
      Node value = convert(tuple.getValueNode(), depth + 1);
      Node.Entry before = entries.put(key.getValue(), new Node.Entry(keyPlace, value));
      if (before != null) {
        throw new SyntaxException(
            "the key '"
                + key.getValue()
                + "' stands in line "
                + before.keyPlace().line()
                + " already",
            keyPlace);
      }
    }
    return new Node.Mapping(entries, place);
  }

  private static Node.Scalar scalar(ScalarNode scalar, Place place) {
    boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    Node.Kind kind = plain ? Scalars.kindOf(scalar.getValue()) : Node.Kind.TEXT;
    return new Node.Scalar(kind, kind == Node.Kind.NULL ? "" : scalar.getValue(), plain, place);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
