package io.github.packtrain.bench.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That each part of the benchmark does its work, in small: the tasks end, the figures come. How
 * high they are is for {@code ./dev bench e2e} alone: a busy machine must not fail a test.
 */
class E2eIT {
  @TempDir Path directory;

  @BeforeAll
  static void findDistribution() {
    Path dist = Path.of("..", "cli", "target", "dist").toAbsolutePath().normalize();
    boolean built = Files.isDirectory(dist.resolve("lib"));
    assertThat(built || !Boolean.getBoolean("packtrain.dist.required")).isTrue();
    assumeTrue(built, "the distribution is built by the package phase of cli");
    System.setProperty(Installation.DIST_PROPERTY, dist.toString());
  }

  @AfterAll
  static void forgetDistribution() {
    System.clearProperty(Installation.DIST_PROPERTY);
  }

  @Test
  void tasksGoThroughAndFiguresCome() throws Exception {
    check(new NoopPart("noop", 2_000, 1).measure(1));
    check(new ProcessPart(1_000).measure(1));
    check(new LatencyPart(20).measure(1));
  }

  @Test
  void aRestartedMasterPlacesWhatWaits() throws Exception {
    check(new RestartPart("restart", 2_000, 1_000, 60).measure(1));
  }

  @Test
  void aFleetStaysConnected() throws Exception {
    check(new FleetPart(100, 100, 500).measure(1));
  }

  @Test
  void resultsSayWhereTheyCameFrom() throws Exception {
    Path file = directory.resolve("some.json");

    Results.write(
        file,
        "./dev bench some",
        List.of(Results.entry(Figure.atMost("a", "a figure", "ms", List.of(3.0, 1.0, 2.0), 2))));

    assertThat(Files.readString(file))
        .contains("\"command\" : \"./dev bench some\"", "\"commit\"", "\"cores\"")
        .contains("\"median\" : 2.0", "\"reached\" : true");
  }

  @Test
  void aPlotHasALineForEachSeries() throws Exception {
    Path file = directory.resolve("some.svg");
    List<Plot.Point> points = List.of(new Plot.Point(10, 0.5), new Plot.Point(1_000, 20));

    Plot.write(file, "cost", "tasks", "ms", List.of(new Plot.Line("p50", points)));

    assertThat(Files.readString(file)).contains("<polyline", "p50", "1,000").endsWith("</svg>\n");
  }

  private static void check(List<Figure> figures) {
    assertThat(figures).isNotEmpty();
    for (Figure figure : figures) {
      assertThat(figure.values()).as(figure.name()).isNotEmpty().allMatch(value -> value >= 0);
    }
  }
}
