package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of jobs and tasks as people write them: {@code J42}, {@code 42}, {@code last}, {@code
 * J42/17}.
 */
final class Ids {
  private static final Pattern JOB = Pattern.compile("[Jj]?([0-9]{1,18})");
  private static final Pattern TASK =
      Pattern.compile("([Jj]?[0-9]{1,18}|last)/([0-9]{1,9})(?:\\.([0-9]{1,9}))?");

  private Ids() {}

  /** A task; {@code attempt} 0 for its newest. */
  record Task(String job, int index, int attempt) {}

  /** Whether the text can name a job or a task. */
  static boolean isJobOrTask(String text) {
    return text.equals("last") || JOB.matcher(text).matches() || isTask(text);
  }

  /** Whether the text names a task. */
  static boolean isTask(String text) {
    return text.indexOf('/') >= 0;
  }

  /** The job's id; {@code last} is looked up. */
  static String job(String text, MasterApi api) {
    Matcher job = JOB.matcher(text);
    if (job.matches()) {
      return "J" + job.group(1);
    }
    if (text.equals("last")) {
      return api.get("/v1/jobs/last").text("id");
    }
    throw Failure.usage(
        "job",
        "'" + text + "' is not a job",
        "a job is named by its number",
        "write J42, 42 or last");
  }

  /** The task; a job alone means its first task. */
  static Task task(String text, MasterApi api) {
    if (!isTask(text)) {
      return new Task(job(text, api), 0, 0);
    }
    Matcher task = TASK.matcher(text);
    if (!task.matches()) {
      throw Failure.usage(
          "task",
          "'" + text + "' is not a task",
          "a task is named by its job and its number in it",
          "write J42/17");
    }
    int attempt = task.group(3) == null ? 0 : Integer.parseInt(task.group(3));
    return new Task(job(task.group(1), api), Integer.parseInt(task.group(2)), attempt);
  }
}
