package io.github.packtrain.worker.handler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code table}: evaluates a candidate by looking it up in a CSV file, such as a NAS benchmark.
 *
 * <p>Options, the same for all tasks of a job:
 *
 * <ul>
 *   <li>{@code file}: path of the table on the worker; its first line names the columns.
 *   <li>{@code keys}: by which columns to look up, and from which parameters: {@code {"arch":
 *       "{op0}{op1}{op2}"}} writes three parameters one after the other and seeks the row whose
 *       column {@code arch} is that. A list {@code ["depth", "width"]} stands for columns named
 *       like their parameters.
 *   <li>{@code metrics}: the result, as {@code {"accuracy": "acc_mean"}} (name and column) or a
 *       list of columns.
 *   <li>{@code costColumn} and {@code secondsPerCost}: the attempt takes the column's number times
 *       the factor in seconds, and reports it as {@code costSeconds}. Without a factor it is
 *       reported only in the column's unit, as {@code cost}.
 * </ul>
 */
public final class TableHandler implements TaskHandler {
  private static final int TABLES_MAX = 4;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final double SECONDS_MAX = 1e6;

  /** The tables of late, since all tasks of a job ask the same one. */
  private final Map<TableId, CsvTable> tables =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TableId, CsvTable> eldest) {
          return size() > TABLES_MAX;
        }
      };

  /** A table as it was read: another modification time makes it another table. */
  private record TableId(Path file, FileTime modified, List<String> keyColumns) {}

  @Override
  public String name() {
    return "table";
  }

  @Override
  public Map<String, Double> run(HandlerCall call) throws Exception {
    HandlerParameters options = call.options();
    HandlerParameters parameters = call.params();
    Path file = Path.of(options.text("file"));
    Map<String, String> keys = options.texts("keys");
    Map<String, String> metrics = options.texts("metrics");
    String costColumn = options.text("costColumn", "");
    double secondsPerCost = options.number("secondsPerCost", 0, 0, SECONDS_MAX);
    options.refuseUnknown();
    if (keys.isEmpty() || metrics.isEmpty()) {
      throw new BadParameterException("the options 'keys' and 'metrics' are needed");
    }
    List<String> key = new ArrayList<>();
    for (Map.Entry<String, String> entry : keys.entrySet()) {
      key.add(value(entry, parameters));
    }
    CsvTable table = table(file, List.copyOf(keys.keySet()));
    Map<String, Double> result = new TreeMap<>();
    for (Map.Entry<String, String> metric : metrics.entrySet()) {
      result.put(metric.getKey(), table.number(file, key, metric.getValue()));
    }
    if (!costColumn.isEmpty()) {
      pay(table.number(file, key, costColumn), secondsPerCost, result);
    }
    return result;
  }

  private static String value(Map.Entry<String, String> key, HandlerParameters parameters)
      throws BadParameterException {
    if (key.getKey().equals(key.getValue())) {
      return parameters.written(key.getKey());
    }
    Matcher placeholder = PLACEHOLDER.matcher(key.getValue());
    StringBuilder value = new StringBuilder();
    while (placeholder.find()) {
      String written = parameters.written(placeholder.group(1));
      placeholder.appendReplacement(value, Matcher.quoteReplacement(written));
    }
    return placeholder.appendTail(value).toString();
  }

  private static void pay(double cost, double secondsPerCost, Map<String, Double> result)
      throws InterruptedException {
    if (secondsPerCost == 0) {
      result.put("cost", cost);
      return;
    }
    double seconds = Math.clamp(cost * secondsPerCost, 0, SECONDS_MAX);
    Thread.sleep((long) (seconds * 1000));
    result.put("costSeconds", seconds);
  }

  private synchronized CsvTable table(Path file, List<String> keyColumns)
      throws IOException, BadParameterException {
    FileTime modified =
        Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    TableId id = new TableId(file, modified, keyColumns);
    CsvTable known = tables.get(id);
    if (known == null) {
      known = CsvTable.read(file, keyColumns);
      tables.put(id, known);
    }
    return known;
  }
}
