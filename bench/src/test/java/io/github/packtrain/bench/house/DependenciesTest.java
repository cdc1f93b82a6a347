package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every dependency has its line in docs/dependencies.md, and every line its dependency. */
class DependenciesTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| [^|]{4,} \\| [^|]{4,} \\| [^|]{3,} \\|$");
  private static final List<String> KINDS =
      List.of("dependency", "plugin", "path", "binaryMavenPlugin");

  @Test
  void everyDependencyHasItsLine() {
    Set<String> artifacts = new TreeSet<>();
    for (Path pom : Checkout.files(path -> path.getFileName().toString().equals("pom.xml"))) {
      artifacts.addAll(artifacts(Pom.read(pom)));
    }
    assertThat(artifacts).hasSizeGreaterThan(20);
    String page = Checkout.read(Checkout.ROOT.resolve("docs/dependencies.md"));
    assertThat(differences(artifacts, page)).isEmpty();
  }

  @Test
  void aPlantedDifferenceIsFound() {
    String page =
        """
        | artifact | saves | weight | licence |
        |---|---|---|---|
        | `known` | what it saves | 1 MB | MIT |
        | `left` | what it saved | 1 MB | MIT |
        | `bare` | | | |
        """;
    assertThat(differences(Set.of("known", "bare", "fresh"), page))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("bare"),
            one -> assertThat(one).contains("fresh"),
            one -> assertThat(one).contains("left"));
  }

  private static List<String> differences(Set<String> artifacts, String page) {
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      rows.add(row.group(1));
    }
    List<String> differences = new ArrayList<>();
    for (String artifact : artifacts) {
      if (!rows.contains(artifact)) {
        differences.add(
            "docs/dependencies.md has no full line for "
                + artifact
                + ": say what it saves, what it weighs and its licence, or do without it");
      }
    }
    for (String left : rows) {
      if (!artifacts.contains(left)) {
        differences.add(left + " is in no pom any more: remove its line in docs/dependencies.md");
      }
    }
    return differences;
  }

  private static Set<String> artifacts(Document pom) {
    Set<String> found = new TreeSet<>();
    for (String kind : KINDS) {
      for (Element element : Pom.elements(pom, kind)) {
        String group = Pom.text(element, "groupId");
        if (!group.equals("io.github.packtrain")) {
          found.add(Pom.text(element, "artifactId"));
        }
      }
    }
    return found;
  }
}
