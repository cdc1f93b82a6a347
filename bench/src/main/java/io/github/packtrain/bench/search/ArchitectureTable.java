package io.github.packtrain.bench.search;

import io.github.packtrain.search.Candidate;
import io.github.packtrain.search.Domain;
import io.github.packtrain.search.Parameter;
import io.github.packtrain.search.ParameterValue;
import io.github.packtrain.search.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * NAS-Bench-Macro: every network of 8 layers with one of 3 operators each, its accuracy and its
 * cost.
 */
record ArchitectureTable(Map<String, Architecture> rows) {
  static final int LAYERS = 8;

  /** A row: mean accuracy of three trainings in percent, and the cost of one pass. */
  record Architecture(double accuracy, long flops) {}

  static ArchitectureTable read(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<String> header = List.of(lines.getFirst().split(",", -1));
    int accuracy = header.indexOf("acc_mean");
    int flops = header.indexOf("flops");
    Map<String, Architecture> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      rows.put(
          cells[0],
          new Architecture(Double.parseDouble(cells[accuracy]), Long.parseLong(cells[flops])));
    }
    return new ArchitectureTable(rows);
  }

  /** One choice per layer. */
  static SearchSpace space() {
    List<ParameterValue> operators =
        List.of(ParameterValue.of(0), ParameterValue.of(1), ParameterValue.of(2));
    return new SearchSpace(
        IntStream.range(0, LAYERS)
            .mapToObj(layer -> Parameter.of("layer" + layer, new Domain.Choice(operators)))
            .toList());
  }

  Architecture lookUp(Candidate candidate) {
    String code =
        candidate.values().values().stream()
            .map(ParameterValue::json)
            .collect(Collectors.joining());
    Architecture row = rows.get(code);
    if (row == null) {
      throw new IllegalArgumentException("the table has no architecture " + code);
    }
    return row;
  }
}
