package io.github.packtrain.simulator.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads training jobs of a cluster as the ElasticFlow project published them: CSV with the columns
 * {@code job_idx,submit_s,duration_s,num_gpu}, sorted by time of submission.
 */
public final class MsItpTrace {
  private static final String HEADER = "job_idx,submit_s,duration_s,num_gpu";

  private MsItpTrace() {}

  /**
   * A job of the trace.
   *
   * @param submitSeconds since the trace's own beginning
   * @param durationSeconds how long it ran, at least 0
   * @param gpus how many it held
   */
  public record Job(int index, long submitSeconds, long durationSeconds, int gpus) {}

  /**
   * The jobs of a file, in order of submission.
   *
   * @throws IOException when the file cannot be read or is not such a trace; says which line
   */
  public static List<Job> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw new IOException(file + " is not such a trace: its first line is not '" + HEADER + "'");
    }
    List<Job> jobs = new ArrayList<>(lines.size() - 1);
    long last = Long.MIN_VALUE;
    for (int i = 1; i < lines.size(); i++) {
      Job job = parse(lines.get(i), file + " line " + (i + 1));
      if (job.submitSeconds() < last) {
        throw new IOException(file + " line " + (i + 1) + " was submitted before the line above");
      }
      last = job.submitSeconds();
      jobs.add(job);
    }
    return jobs;
  }

  private static Job parse(String line, String where) throws IOException {
    String[] parts = line.split(",", -1);
    try {
      if (parts.length == 4) {
        Job job =
            new Job(
                Integer.parseInt(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Integer.parseInt(parts[3]));
        if (job.durationSeconds() >= 0 && job.gpus() >= 1) {
          return job;
        }
      }
    } catch (NumberFormatException e) {
      throw new IOException(where + " is not four whole numbers: '" + line + "'", e);
    }
    throw new IOException(where + " is not a job: '" + line + "'");
  }
}
