package io.github.packtrain.cli.command;

import io.github.packtrain.cli.text.Quantities;
import io.github.packtrain.cli.tree.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job, line by line. */
final class JobLines {
  private JobLines() {}

  static List<String> of(Node job, Instant now) {
    List<String> lines = new ArrayList<>();
    Node spec = job.mapping("spec");
    lines.add(
        job.text("id")
            + " "
            + spec.text("name")
            + "  "
            + Shown.state(job.text("state"))
            + "  "
            + Shown.between(job, "submittedAt", "endedAt", now));
    lines.add("  tasks     " + job.number("tasks.total") + ": " + done(job));
    String wait = job.text("waitingFor");
    if (!wait.isEmpty()) {
      lines.add("  waits for " + Shown.waitingFor(wait) + "   packtrain explain " + job.text("id"));
    }
    after(job).ifPresent(after -> lines.add("  after     " + after));
    lines.add(
        "  queue     "
            + spec.text("queue")
            + ", priority "
            + spec.number("priority")
            + (job.text("owner").isEmpty() ? "" : ", of " + job.text("owner")));
    lines.add("  runs      " + body(spec));
    lines.add("  asks for  " + request(spec.mapping("request")));
    lines.add(
        "  limit     "
            + Quantities.duration(spec.number("timeLimitMillis"))
            + ", up to "
            + Shown.count(spec.number("retry.maxAttempts"), "attempt"));
    return lines;
  }

  /** {@code J1 (over), J2 when it ends}. */
  private static Optional<String> after(Node job) {
    List<String> open = job.items("awaits").stream().map(Node::text).toList();
    List<String> parts = new ArrayList<>();
    for (Node dependency : job.items("spec.after.dependencies")) {
      String on = dependency.text("on");
      boolean any = dependency.text("any").equals("true");
      boolean isOpen = open.contains((any ? "any:" : "ok:") + on);
      parts.add(on + (any ? " ended" : " succeeded") + (isOpen ? " (not yet)" : " (done)"));
    }
    boolean keep = job.text("spec.after.keep").equals("true");
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", parts) + (keep ? "; kept when one fails" : ""));
  }

  private static String done(Node job) {
    List<String> parts = new ArrayList<>();
    for (String state :
        List.of("completed", "running", "assigned", "pending", "failed", "timedOut", "cancelled")) {
      long count = job.number("tasks." + state);
      if (count > 0) {
        parts.add(count + " " + (state.equals("timedOut") ? "timed out" : state));
      }
    }
    return String.join(", ", parts);
  }

  private static String body(Node spec) {
    if (spec.has("handler")) {
      return "handler " + spec.text("handler.name") + " " + spec.text("handler.options");
    }
    return String.join(" ", spec.items("command.argv").stream().map(Node::text).toList());
  }

  private static String request(Node request) {
    List<String> parts = new ArrayList<>();
    parts.add(Quantities.milli(request.number("resources.cpuMilli")) + " CPU");
    if (request.number("resources.memoryBytes") > 0) {
      parts.add(Quantities.bytes(request.number("resources.memoryBytes")) + " memory");
    }
    long gpus = request.number("gpu.count");
    if (gpus > 0) {
      long milli = request.number("gpu.gpuMilli");
      String amount = milli > 0 && milli < 1000 ? Quantities.milli(milli) : String.valueOf(gpus);
      List<String> models = request.items("gpu.models").stream().map(Node::text).toList();
      long memory = request.number("gpu.memoryBytes");
      parts.add(
          amount
              + " GPU"
              + (models.isEmpty() ? "" : " (" + String.join(" or ", models) + ")")
              + (memory > 0 ? " with " + Quantities.bytes(memory) : ""));
    }
    request
        .mapping("labels")
        .entries()
        .forEach((key, entry) -> parts.add(key + "=" + entry.value().text()));
    return String.join(", ", parts);
  }
}
