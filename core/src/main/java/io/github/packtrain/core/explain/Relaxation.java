package io.github.packtrain.core.explain;

import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Fit.DeviceOrder;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Resources;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.WorkerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The least change of a request with which it fits what one worker has free. Vendors and compute
 * capabilities are never relaxed: code for one kind does not run on the other.
 *
 * @param flags what to submit with instead, one for each thing that changes
 * @param dropped what to submit without
 * @param lossPermille how much of the request is given up, summed over its parts
 */
record Relaxation(Request request, List<String> flags, List<String> dropped, long lossPermille) {
  private static final long PERMILLE = 1_000;
  private static final long KIND_LOSS = PERMILLE;
  private static final String NEARNESS = "--topology-require ";

  /** Fewest changes first, then the smallest ones. */
  static final Comparator<Relaxation> LEAST_FIRST =
      Comparator.comparingInt(Relaxation::changes)
          .thenComparingLong(Relaxation::lossPermille)
          .thenComparing(r -> String.join(" ", r.flags));

  Relaxation {
    flags = List.copyOf(flags);
    dropped = List.copyOf(dropped);
  }

  /** How many things change. */
  int changes() {
    return flags.size() + dropped.size();
  }

  /** Whether it only gives up how near things are to each other. */
  boolean isOfNearness() {
    return Stream.concat(flags.stream(), dropped.stream()).allMatch(f -> f.startsWith(NEARNESS));
  }

  /** Those that fit; none when nothing of what is asked is free, or nothing has to change. */
  static Stream<Relaxation> of(Request request, WorkerSpec spec, Free free) {
    Draft host = new Draft();
    Resources need = request.resources();
    Resources have = free.resources();
    int cpu = (int) host.lower("--cpu ", need.cpuMilli(), have.cpuMilli(), Amounts::milli);
    long memory =
        host.lower("--mem ", need.memoryBytes(), have.memoryBytes(), Amounts::bytesOption);
    long disk = host.lower("--disk ", need.diskBytes(), have.diskBytes(), Amounts::bytesOption);
    TreeMap<String, String> labels = new TreeMap<>(request.labels());
    List<String> dropped = new ArrayList<>();
    request
        .labels()
        .forEach(
            (key, value) -> {
              if (!value.equals(spec.labels().get(key))) {
                labels.remove(key);
                dropped.add("--label " + key + "=" + value);
              }
            });
    if (host.impossible) {
      return Stream.of();
    }
    Resources resources = new Resources(cpu, memory, disk);
    return gpus(request.gpu(), spec, free)
        .map(
            gpu ->
                new Relaxation(
                    new Request(resources, gpu.request, labels, request.topology()),
                    Stream.concat(host.flags.stream(), gpu.flags.stream()).toList(),
                    dropped,
                    host.loss + gpu.loss + KIND_LOSS * dropped.size()))
        .filter(r -> r.changes() > 0)
        .filter(r -> Fit.devicesFor(r.request, spec, free, DeviceOrder.FIRST) != null);
  }

  /** Less near together, where that makes a difference: one level wider each. */
  static Stream<Relaxation> ofTopology(Request request, int gang) {
    Topology asked = request.topology();
    boolean matters = gang > 1 || (asked.require() == Level.ISLAND && request.gpu().count() > 1);
    if (!matters) {
      return Stream.of();
    }
    return Stream.of(Level.values())
        .filter(wider -> wider != asked.require() && asked.require().isWithin(wider))
        .filter(wider -> gang > 1 || wider == Level.ANYWHERE)
        .map(
            wider ->
                new Relaxation(
                    request.withTopology(new Topology(wider, asked.prefer())),
                    wider == Level.ANYWHERE ? List.of() : List.of(NEARNESS + words(wider)),
                    wider == Level.ANYWHERE
                        ? List.of(NEARNESS + words(asked.require()))
                        : List.of(),
                    KIND_LOSS * (asked.require().ordinal() - wider.ordinal())));
  }

  private static String words(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private record Gpus(GpuRequest request, List<String> flags, long loss) {}

  private static Stream<Gpus> gpus(GpuRequest asked, WorkerSpec spec, Free free) {
    if (asked.isNone() || Fit.devicesSuffice(asked, spec, free)) {
      return Stream.of(new Gpus(asked, List.of(), 0));
    }
    return Stream.of(asked.models(), List.<String>of())
        .distinct()
        .map(models -> with(asked, asked.count(), asked.milli(), asked.memoryBytes(), models))
        .flatMap(
            kind ->
                Stream.of(lessMemory(kind, spec, free), fewer(kind, spec, free))
                    .flatMap(List::stream))
        .filter(changed -> Fit.devicesSuffice(changed, spec, free))
        .map(changed -> described(asked, changed, spec, free));
  }

  /** As many devices, of as much memory as that many have. */
  private static List<GpuRequest> lessMemory(GpuRequest asked, WorkerSpec spec, Free free) {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < free.devices(); i++) {
      Device device = spec.devices().get(i);
      if (asked.matchesKind(device) && free.milli(i) >= asked.milli()) {
        sizes.add(free.memoryBytes(i));
      }
    }
    if (sizes.size() < asked.count()) {
      return List.of();
    }
    sizes.sort(Comparator.reverseOrder());
    long memory = Math.min(asked.memoryBytes(), sizes.get(asked.count() - 1));
    return List.of(with(asked, asked.count(), asked.milli(), memory, asked.models()));
  }

  /** As many as there are, or as much of one. */
  private static List<GpuRequest> fewer(GpuRequest asked, WorkerSpec spec, Free free) {
    int[] open =
        IntStream.range(0, free.devices())
            .filter(i -> asked.matches(spec.devices().get(i)))
            .map(free::milli)
            .toArray();
    int count = asked.isShare() ? 1 : (int) IntStream.of(open).filter(m -> m == PERMILLE).count();
    int milli = asked.isShare() ? IntStream.of(open).max().orElse(0) : asked.milli();
    return count < 1 || milli < 1
        ? List.of()
        : List.of(
            with(
                asked,
                Math.min(count, asked.count()),
                Math.min(milli, asked.milli()),
                asked.memoryBytes(),
                asked.models()));
  }

  private static Gpus described(GpuRequest asked, GpuRequest changed, WorkerSpec spec, Free free) {
    Draft draft = new Draft();
    String amount = Amounts.milli((long) changed.count() * changed.milli());
    String flag = "--gpu " + amount;
    long loss =
        PERMILLE
            - (long) changed.count()
                * changed.milli()
                * PERMILLE
                / ((long) asked.count() * asked.milli());
    GpuRequest named = changed;
    if (!changed.models().equals(asked.models())) {
      String model = someModel(changed, spec, free);
      named =
          with(changed, changed.count(), changed.milli(), changed.memoryBytes(), List.of(model));
      flag = "--gpu " + model + ":" + amount;
      loss += KIND_LOSS;
    } else if (!changed.models().isEmpty()) {
      flag = "--gpu " + String.join(",", changed.models()) + ":" + amount;
    }
    if (loss > 0) {
      draft.change(flag, loss);
    }
    draft.lower("--gpu-mem ", asked.memoryBytes(), changed.memoryBytes(), Amounts::bytesOption);
    return new Gpus(named, draft.flags, draft.loss);
  }

  private static String someModel(GpuRequest request, WorkerSpec spec, Free free) {
    return IntStream.range(0, free.devices())
        .filter(i -> request.matches(spec.devices().get(i)) && free.milli(i) >= request.milli())
        .mapToObj(i -> spec.devices().get(i).model())
        .findFirst()
        .orElse("");
  }

  private static GpuRequest with(
      GpuRequest gpu, int count, int milli, long memoryBytes, List<String> models) {
    return new GpuRequest(
        count, milli, memoryBytes, gpu.vendors(), models, gpu.computeCapability());
  }

  /** Changes as they are gathered. */
  private static final class Draft {
    final List<String> flags = new ArrayList<>();
    long loss;
    boolean impossible;

    /** The smaller of the two, noted when that is less than was asked. */
    long lower(String flag, long need, long have, java.util.function.LongFunction<String> inWords) {
      if (have >= need) {
        return need;
      }
      impossible |= have <= 0;
      change(flag + inWords.apply(have), PERMILLE - have * PERMILLE / need);
      return have;
    }

    void change(String flag, long lossPermille) {
      flags.add(flag);
      loss += lossPermille;
    }
  }
}
