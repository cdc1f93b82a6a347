package io.github.packtrain.simulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.simulator.replay.Experiment.Sample;
import io.github.packtrain.simulator.replay.Policy;
import io.github.packtrain.simulator.replay.Report;
import io.github.packtrain.simulator.replay.Series;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ComparisonPageTest {
  private static final String COMMAND = "packtrain sim compare --order fifo,sjf --name \"<a&b>\"";

  @Test
  void thePageNeedsNothingBesideItself() {
    String page = page();
    assertThat(page).doesNotContain("http").doesNotContain("src=").doesNotContain("<script");
    assertThat(page).contains("--name &quot;&lt;a&amp;b&gt;&quot;");
  }

  @Test
  void everyPolicyIsInEveryPlotAndTheBestFigureStandsOut() throws Exception {
    Document document = parsed(page());
    NodeList sections = document.getElementsByTagName("section");
    assertThat(sections.getLength()).isEqualTo(7);
    for (int i = 0; i < sections.getLength(); i++) {
      NodeList lines = ((Element) sections.item(i)).getElementsByTagName("polyline");
      assertThat(lines.getLength()).isEqualTo(2);
      for (int line = 0; line < 2; line++) {
        for (String point : ((Element) lines.item(line)).getAttribute("points").split(" ", -1)) {
          String[] xy = point.split(",", -1);
          assertThat(Double.parseDouble(xy[0])).isBetween(0.0, 620.0);
          assertThat(Double.parseDouble(xy[1])).isBetween(0.0, 300.0);
        }
      }
    }
    List<String> best = new ArrayList<>();
    NodeList cells = document.getElementsByTagName("td");
    for (int i = 0; i < cells.getLength(); i++) {
      if (((Element) cells.item(i)).getAttribute("class").equals("best")) {
        best.add(cells.item(i).getTextContent());
      }
    }
    // Less is better in the one, more in the other.
    assertThat(best).containsExactly("50.0 ±5.99", "80.0");
  }

  @Test
  void axesNameRoundValues() {
    assertThat(Axis.fromZero(37).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0);
    assertThat(Axis.fromZero(0.9).ticks()).hasSize(5).contains(0.2, 0.8);
    assertThat(Axis.decades(0.3, 250).ticks()).hasSize(5);
    assertThat(Axis.decades(5, 5).at(5)).isBetween(0.0, 1.0);
    assertThat(Axis.text(20_000)).isEqualTo("20,000");
    assertThat(Axis.text(0.5)).isEqualTo("0.5");
  }

  private static String page() {
    return ComparisonPage.ofReplays(
        COMMAND, List.of(report("fifo", 100, 80), report("sjf", 50, 60)));
  }

  private static Report report(String order, double jct, double gpu) {
    Series series =
        new Series(
            60,
            List.of(
                new Series.Point(0, gpu, 50, 40, 3, 7, 9),
                new Series.Point(60, gpu / 2, 50, 40, 3, 0, 9)));
    return new Report(
        Policy.parse("best_fit", order),
        Map.of(
            "avgJctSeconds", new Sample(jct, 2.411, 3),
            "gpuUtilisationPercent", new Sample(gpu, 0, 1)),
        List.of(),
        series,
        List.of(0.0, 10.0, 2_000.0),
        List.of(5.0, jct, 3_000.0),
        List.of(1.0, 2.0));
  }

  private static Document parsed(String page) throws Exception {
    String xml =
        page.replaceFirst("<!DOCTYPE html>", "")
            .replaceAll("<meta [^>]*>", "")
            .replace("&plusmn;", "±");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
