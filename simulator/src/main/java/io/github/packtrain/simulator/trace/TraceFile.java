package io.github.packtrain.simulator.trace;

import io.github.packtrain.core.Event;
import io.github.packtrain.journal.EventCodec;
import io.github.packtrain.model.Fact;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.WorkerId;
import io.github.packtrain.model.WorkerSpec;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a master recorded, as one file of text to be passed on: a line for each machine and for each
 * job, in the text form of the journal's schema. What {@link JournalTrace} leaves out is not in it.
 */
public final class TraceFile {
  static final String HEADING = "# packtrain trace ";
  private static final int FORMAT = 1;
  private static final int LINES_MAX = 2_000_000;
  private static final List<List<Long>> NONE_ENDED =
      List.of(List.of(), List.of(), List.of(), List.of());

  private TraceFile() {}

  /**
   * Writes the jobs and machines of a data directory; a file that is there already is replaced.
   *
   * @param anonymous whether what people called things is left out
   * @return what was written
   * @throws IOException as {@link JournalTrace#read}, or when the file cannot be written
   */
  public static Workload export(Path directory, Path file, boolean anonymous) throws IOException {
    Workload recorded = JournalTrace.read(directory);
    Workload shared = anonymous ? Anonymizer.of(recorded) : recorded;
    Path parent = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(parent, "packtrain", ".trace");
    try {
      write(shared, fresh);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return shared;
  }

  private static void write(Workload workload, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADING + FORMAT + "\n");
      int number = 0;
      for (WorkerSpec worker : workload.workers()) {
        number++;
        out.write(
            EventCodec.line(
                new Event.WorkerRegistered(new WorkerId(number), worker.name(), 1, worker, 0)));
        out.write("\n");
      }
      for (TraceJob job : workload.jobs()) {
        out.write(EventCodec.line(restored(job)));
        out.write("\n");
      }
    }
  }

  private static Event restored(TraceJob job) {
    Event.JobAdmitted admitted =
        new Event.JobAdmitted(
            JobId.parse(job.name()),
            job.name(),
            job.owner(),
            job.arrival(),
            job.spec(),
            job.tasks(),
            List.of(),
            false);
    return new Event.JobRestored(
        admitted, false, 0, List.of(), NONE_ENDED, 0, 0, job.run(), 1, null, Event.Service.NONE);
  }

  static Workload read(Path file) throws IOException {
    List<Fact> facts = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String heading = in.readLine();
      if (!(HEADING + FORMAT).equals(heading)) {
        throw new IOException(
            "its first line is '%s', this release reads '%s'".formatted(heading, HEADING + FORMAT));
      }
      String line = in.readLine();
      for (int number = 2; line != null; number++) {
        if (number > LINES_MAX) {
          throw new IOException("it has more than " + LINES_MAX + " lines");
        }
        if (!line.isBlank() && !line.startsWith("#")) {
          facts.add(fact(line, number));
        }
        line = in.readLine();
      }
    }
    return JournalTrace.of(facts, String.valueOf(file.getFileName()));
  }

  private static Fact fact(String line, int number) throws IOException {
    try {
      Fact fact = EventCodec.ofLine(line);
      if (fact instanceof Event.WorkerRegistered || fact instanceof Event.JobRestored) {
        return fact;
      }
      throw new IOException("line " + number + " is neither a machine nor a job");
    } catch (ParseException e) {
      throw new IOException("line " + number + ": " + e.getMessage(), e);
    }
  }
}
