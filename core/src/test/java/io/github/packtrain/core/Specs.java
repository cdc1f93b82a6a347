package io.github.packtrain.core;

import io.github.packtrain.model.After;
import io.github.packtrain.model.AttemptId;
import io.github.packtrain.model.Dependency;
import io.github.packtrain.model.Dependency.When;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.JobId;
import io.github.packtrain.model.JobSpec;
import io.github.packtrain.model.LeasePolicy;
import io.github.packtrain.model.Principal;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Reservation;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.RetryPolicy;
import io.github.packtrain.model.TaskBody;
import io.github.packtrain.model.TaskId;
import io.github.packtrain.model.Terms;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A line of a {@link Script} as words and {@code key=value} options, and the specs they make. */
final class Specs {
  static final long GIB = 1L << 30;
  private static final Map<String, Integer> CAPABILITIES =
      Map.of("T4", 75, "A100", 80, "H100", 90, "MI300", 0);

  private final List<String> words = new ArrayList<>();
  private final TreeMap<String, String> options = new TreeMap<>();

  private Specs() {}

  static Specs of(String line) {
    Specs specs = new Specs();
    for (String word : line.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        specs.words.add(word);
      } else {
        specs.options.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return specs;
  }

  String at(int i) {
    return i < words.size() ? words.get(i) : "";
  }

  boolean has(String word) {
    return words.contains(word) || options.containsKey(word);
  }

  String text(String option, String otherwise) {
    return options.getOrDefault(option, otherwise);
  }

  int number(String option, int otherwise) {
    return Integer.parseInt(text(option, "" + otherwise));
  }

  private int milli(String option, String otherwise) {
    return (int) Math.round(Double.parseDouble(text(option, otherwise)) * 1000);
  }

  private Map<String, String> labels() {
    List<String> label = parts(text("label", ""));
    TreeMap<String, String> labels = new TreeMap<>();
    if (label.size() == 2) {
      labels.put(label.getFirst(), label.getLast());
    }
    if (has("rack")) {
      labels.put(Topology.RACK_LABEL, text("rack", ""));
    }
    return labels;
  }

  private Topology topology() {
    return new Topology(level("require"), level("prefer"));
  }

  private Topology.Level level(String option) {
    return Topology.Level.valueOf(text(option, "anywhere").toUpperCase(Locale.ROOT));
  }

  Principal by() {
    return has("own")
        ? Principal.SYSTEM
        : new Principal(text("as", "ann"), Principal.Role.SUBMITTER);
  }

  /**
   * {@code worker NAME cpu=4 mem=8 gpus=A100:80,A100:80 island=2 sick=1 label=k:v rack=r uid=u
   * inc=2 held=… cost=5}; the GPUs are linked two by two then.
   */
  Command.RegisterWorker registration() {
    Resources all =
        new Resources(milli("cpu", "4"), number("mem", 64) * GIB, number("disk", 100) * GIB);
    List<Device> devices = new ArrayList<>();
    for (String gpu : list("gpus")) {
      List<String> parts = parts(gpu.replace('@', ':'));
      String model = parts.getFirst();
      String name = parts.size() > 2 ? parts.getLast() : "g" + devices.size();
      devices.add(
          new Device(
              name,
              devices.size(),
              model.startsWith("MI") ? Vendor.AMD : Vendor.NVIDIA,
              model,
              Long.parseLong(parts.get(1)) * GIB,
              CAPABILITIES.getOrDefault(model, 0),
              -1,
              "",
              !list("sick").contains(name),
              has("island") ? "i" + devices.size() / number("island", 1) : ""));
    }
    List<AttemptId> held = list("held").stream().map(AttemptId::parse).toList();
    return new Command.RegisterWorker(
        text("uid", "u-" + at(1)),
        number("inc", 1),
        new WorkerSpec(at(1), all, all, devices, labels(), number("cost", 0), "1", List.of()),
        held);
  }

  /**
   * {@code submit ID cpu=1 mem=2 gpus=1 share=0.3 gpumem=40 model=A100 vendor=AMD cc=80 tasks=3
   * prio=60 queue=q open par=2 retry=3:100:400 losses=1 params est=100 deadline=200 gang
   * preemptible firm require=host prefer=island ok=J1,J2/3 any=J3 keepwaiting}.
   */
  Command.SubmitJob submission() {
    int share = has("share") ? milli("share", "1") : GpuRequest.WHOLE;
    int gpus = has("share") ? 1 : number("gpus", 0);
    GpuRequest gpu =
        gpus == 0
            ? GpuRequest.NONE
            : new GpuRequest(
                gpus,
                share,
                number("gpumem", 0) * GIB,
                list("vendor").stream().map(Vendor::valueOf).toList(),
                list("model"),
                number("cc", 0));
    Resources resources =
        new Resources(milli("cpu", "1"), number("mem", 0) * GIB, number("disk", 0) * GIB);
    List<String> retry = parts(text("retry", "3:1000:60000"));
    JobSpec spec =
        new JobSpec(
            text("name", "job"),
            text("queue", "default"),
            number("prio", 50),
            new Request(resources, gpu, labels(), topology()),
            new TaskBody.Handler("noop", text("options", "")),
            new RetryPolicy(
                Integer.parseInt(retry.get(0)),
                Long.parseLong(retry.get(1)),
                Long.parseLong(retry.get(2)),
                number("losses", 20)),
            number("limit", 3_600_000),
            10_000,
            has("stop") ? LeasePolicy.STOP : LeasePolicy.KEEP,
            list("needs"),
            number("par", 0),
            text("study", ""),
            terms(),
            after());
    int tasks = number("tasks", 1);
    List<String> params =
        has("params")
            ? Collections.nCopies(number("paramsFor", tasks), text("params", "{}"))
            : List.of();
    return new Command.SubmitJob(by(), at(1), spec, tasks, params, has("open"));
  }

  private Terms terms() {
    Terms terms =
        new Terms(
            number("est", 0),
            number("deadline", 0),
            has("gang"),
            has("preemptible"),
            text("kind", ""));
    return has("firm") ? terms.asFirm() : terms;
  }

  private After after() {
    List<Dependency> all = new ArrayList<>();
    list("ok").forEach(target -> all.add(dependency(When.SUCCEEDED, target)));
    list("any").forEach(target -> all.add(dependency(When.ENDED, target)));
    return new After(all, has("keepwaiting"));
  }

  static Dependency dependency(When when, String target) {
    return target.contains("/")
        ? new Dependency(when, TaskId.parse(target).job(), TaskId.parse(target).index())
        : Dependency.on(when, JobId.parse(target));
  }

  /** {@code queue NAME ORDER option=value …}. */
  Command.ConfigureQueue queue() {
    return new Command.ConfigureQueue(Principal.SYSTEM, at(1), at(2), options);
  }

  /** {@code reserve NAME workers=a,b gpus=4 for=queue users=ann,bob start=1000 end=2000}. */
  Command.AddReservation reservation() {
    return new Command.AddReservation(
        Principal.SYSTEM,
        new Reservation(
            at(1),
            list("workers"),
            new Reservation.Holder(text("for", ""), list("users")),
            number("start", 0),
            number("end", 0)),
        number("gpus", 0));
  }

  /** {@code repack J1/0.1=50 …}: how much of which attempt is kept. */
  Command.Repack repack() {
    return new Command.Repack(
        options.entrySet().stream()
            .map(
                kept ->
                    new Command.Progress(
                        AttemptId.parse(kept.getKey()), Long.parseLong(kept.getValue())))
            .toList());
  }

  private List<String> list(String option) {
    return options.containsKey(option) ? Arrays.asList(text(option, "").split(",", -1)) : List.of();
  }

  /** What stands between colons. */
  static List<String> parts(String text) {
    return Arrays.asList(text.split(":", -1));
  }
}
