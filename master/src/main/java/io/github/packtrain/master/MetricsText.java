package io.github.packtrain.master;

import io.github.packtrain.master.shell.Load;
import io.github.packtrain.master.shell.Shell;
import java.util.Locale;
import java.util.function.Supplier;

/** A few numbers in the text format of Prometheus. */
record MetricsText(Shell shell) implements Supplier<String> {
  @Override
  public String get() {
    Load load = shell.load();
    StringBuilder text = new StringBuilder();
    add(text, "packtrain_build_info{version=\"" + Version.text() + "\"}", "gauge", 1);
    add(text, "packtrain_ready", "gauge", shell.condition().isReady() ? 1 : 0);
    add(text, "packtrain_degraded", "gauge", shell.condition().findDegraded().isPresent() ? 1 : 0);
    add(text, "packtrain_epoch", "gauge", (double) shell.epoch());
    add(text, "packtrain_worker_streams", "gauge", shell.workers().size());
    add(text, "packtrain_loop_inputs_waiting", "gauge", load.inputs());
    add(text, "packtrain_journal_events_total", "counter", (double) load.journalPosition());
    add(text, "packtrain_journal_batches_total", "counter", (double) load.batches());
    add(text, "packtrain_journal_append_seconds_total", "counter", load.appendNanos() / 1e9);
    add(
        text,
        "packtrain_replica_lag_events",
        "gauge",
        (double) Math.max(0, load.journalPosition() - load.replicaPosition()));
    add(text, "packtrain_replica_lag_events_max", "gauge", (double) load.replicaLagMax());
    return text.toString();
  }

  private static void add(StringBuilder text, String name, String type, double value) {
    int labels = name.indexOf('{');
    text.append("# TYPE ")
        .append(labels < 0 ? name : name.substring(0, labels))
        .append(' ')
        .append(type)
        .append('\n')
        .append(name)
        .append(' ')
        .append(
            value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value))
        .append('\n');
  }
}
