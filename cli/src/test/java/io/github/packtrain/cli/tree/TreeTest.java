package io.github.packtrain.cli.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":{\"b\":[1,2.5,-3e10,true,null,\"x\"]}}",
        "{\"quoted\":\"a\\\"b\\\\c\\n\\t\\u0001\\u2028\"}"
      })
  void jsonReadsBackWhatItWrote(String json) {
    assertThat(JsonText.compact(JsonText.read(json))).isEqualTo(json);
  }

  @Test
  void writesForPeople() {
    assertThat(JsonText.pretty(JsonText.read("{\"a\":[1,{\"b\":[]}],\"c\":{}}")))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {
                  "b": []
                }
              ],
              "c": {}
            }""");
  }

  @Test
  void whatIsMissingIsEmpty() {
    Node node = JsonText.read("{\"a\":{\"n\":\"12\",\"list\":[1]},\"none\":null,\"yes\":true}");
    assertThat(node.number("a.n")).isEqualTo(12);
    assertThat(node.number("a.x.y")).isZero();
    assertThat(node.text("none")).isEmpty();
    assertThat(node.has("none")).isFalse();
    assertThat(node.items("a.list")).hasSize(1);
    assertThat(node.items("a.n")).isEmpty();
    assertThat(node.flag("yes")).isTrue();
    assertThat(node.flag("no")).isFalse();
    assertThat(node.findDecimal("b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12, INTEGER",
    "-3, INTEGER",
    "0x1F, INTEGER",
    "0o17, INTEGER",
    "017, INTEGER",
    "1e-5, NUMBER",
    ".5, NUMBER",
    "-.inf, NUMBER",
    "True, BOOL",
    "true, BOOL",
    "yes, TEXT",
    "NO, TEXT",
    "~, NULL",
    "null, NULL",
    "1_000, TEXT",
    "1:30, TEXT",
    "2h, TEXT",
    "1-200, TEXT"
  })
  void plainWordsAreYaml12(String word, Node.Kind kind) {
    assertThat(Scalars.kindOf(word)).isEqualTo(kind);
  }

  @Test
  void yamlNumbersBecomeJsonNumbers() throws Exception {
    Node node = YamlText.read("[0x1F, 0o17, 012, +7, .5, 1., +1.5, .inf, 1e3, TRUE, ~]");
    assertThat(JsonText.compact(node))
        .isEqualTo("[31,15,12,7,0.5,1.0,1.5,\"Infinity\",1e3,true,null]");
  }

  @Test
  void nodesOfAFileKnowTheirPlace() throws Exception {
    Node node = YamlText.read("a:\n  b: [x,\n      y]\n");
    Node.Entry b = Objects.requireNonNull(node.mapping("a").entries().get("b"));
    assertThat(b.keyPlace()).isEqualTo(new Place(2, 3));
    assertThat(((Node.Sequence) b.value()).items())
        .extracting(Node::place)
        .isEqualTo(List.of(new Place(2, 7), new Place(3, 7)));
  }
}
