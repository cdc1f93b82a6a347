package io.github.packtrain.bench.muri;

import io.github.packtrain.bench.report.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was published, and what is printed. */
final class MuriResults {
  private MuriResults() {}

  /** One row of the reference, in seconds. */
  record Published(double averageSeconds, double makespanSeconds) {}

  /** By policy. */
  static TreeMap<String, Published> published(Path file, String trace) throws IOException {
    TreeMap<String, Published> rows = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(trace)) {
        rows.put(
            cells[1], new Published(Double.parseDouble(cells[2]), Double.parseDouble(cells[3])));
      }
    }
    return rows;
  }

  static String table(List<Figure> figures) {
    return figures.stream().map(figure -> figure.line() + "\n").collect(Collectors.joining());
  }

  static String json(List<Figure> figures) {
    JsonMapper mapper = JsonMapper.builder().build();
    ArrayNode list = mapper.createArrayNode();
    for (Figure figure : figures) {
      ObjectNode node = list.addObject();
      node.put("name", figure.name());
      node.put("what", figure.what());
      node.put("value", figure.median());
      node.put("target", figure.target());
      node.put("reached", figure.reached());
    }
    return list.toPrettyString() + "\n";
  }
}
