package io.github.packtrain.core.plan.place;

import io.github.packtrain.core.plan.ClassKey;
import io.github.packtrain.core.plan.Fit;
import io.github.packtrain.core.plan.Free;
import io.github.packtrain.core.plan.Room;
import io.github.packtrain.core.plan.Shape;
import io.github.packtrain.model.Device;
import io.github.packtrain.model.GpuRequest;
import io.github.packtrain.model.Resources;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a worker's free devices the typical requests could use, on average over them, and
 * what a placement would take away of that.
 *
 * <p>For one typical request, what it could use <i>now</i> is all that is free on the devices big
 * enough for it, when one such task fits the worker, else nothing. What it could use <i>through</i>
 * is what as many of them as fit would hold: so it counts that CPU or memory runs out before the
 * devices do, and what remains on each device. The two are weighed {@code now : through}.
 *
 * <p><b>Example:</b> 2 devices free and 20 CPUs; requests of one device and 12 CPUs. Now: 2000,
 * through: 1000, for after the first there are only 8 CPUs for the second device.
 *
 * <p><b>Cost:</b> a worker's devices are looked at once after each change, like workers share what
 * is found; a question then costs by the typical requests and the distinct devices that would do.
 */
final class Usable {
  private static final int SHARED = 1 << 12;

  private final TypicalRequests typical;
  private final int now;
  private final int through;

  /** By what is free, so that what is found for one worker serves all that are just like it. */
  private final @Nullable Holes[] shared = new Holes[SHARED];

  Usable(TypicalRequests typical, int now, int through) {
    this.typical = typical;
    this.now = now;
    this.through = through;
  }

  /** What is usable on the worker as it is, in weighed thousandths of devices. */
  long on(Room room) {
    return holes(room).usable;
  }

  /** All weights together: what one thousandth counts that every typical request could use. */
  long weight() {
    return typical.weight * (now + through);
  }

  /** What of it would be left after a share that leaves so much free on the device. */
  long after(Resources host, Room room, int device, int left) {
    Holes holes = holes(room);
    int[] changed = holes.copy();
    holes.make.change(changed, device, holes.free[device], left);
    return sum(holes, room, host, changed);
  }

  /** What of it would be left when these devices, if any, were taken whole. */
  long after(Resources host, Room room, int[] devices) {
    Holes holes = holes(room);
    if (devices.length == 0) {
      return sum(holes, room, host, holes.columns);
    }
    int[] changed = holes.copy();
    for (int device : devices) {
      holes.make.change(changed, device, holes.free[device], 0);
    }
    return sum(holes, room, host, changed);
  }

  /** What would be free of the device, likewise, after a share of it. */
  int left(Room room, int device, int milli, long memoryBytes) {
    Free free = room.free();
    return holes(room)
        .make
        .scarcer(
            room.spec().devices().get(device),
            free.milli(device) - milli,
            free.memoryBytes(device) - memoryBytes);
  }

  /** What is free of a device, the scarcer of its share and its memory, in thousandths. */
  int free(Room room, int device) {
    return holes(room).free[device];
  }

  /** Whether two devices of the worker are of one kind. */
  boolean alike(Room room, int one, int other) {
    int[] kinds = holes(room).make.kindOf;
    return kinds[one] == kinds[other];
  }

  /** The scarcer of what is free of the device's share and its memory, in thousandths. */
  static int scarcer(Device device, int milli, long memoryBytes) {
    return device.memoryBytes() == 0
        ? milli
        : (int) Math.min(milli, Shares.permille(memoryBytes, device.memoryBytes()));
  }

  private long sum(Holes holes, Room room, Resources host, int[] columns) {
    int cpuMilli = room.cpuMilli() - host.cpuMilli();
    return sum(holes.make, cpuMilli, room.memoryBytes() - host.memoryBytes(), columns);
  }

  private long sum(Make make, int cpuMilli, long memoryBytes, int[] columns) {
    long sum = 0;
    for (int i = 0; i < make.column.length; i++) {
      int at = 3 * make.column[i];
      int count = make.count[i];
      if (cpuMilli < make.cpuMilli[i]
          || memoryBytes < make.memoryBytes[i]
          || columns[at + 1] < count) {
        continue;
      }
      int most = count > 1 ? columns[at + 2] / count : columns[at + 2];
      int fit = fitting(most, cpuMilli, make.cpuMilli[i]);
      fit = fitting(fit, memoryBytes, make.memoryBytes[i]);
      sum += make.weight[i] * ((long) now * columns[at] + (long) through * fit * make.milli[i]);
    }
    return sum;
  }

  private static int fitting(int most, long have, long need) {
    return most * need <= have ? most : (int) (have / need);
  }

  private Holes holes(Room room) {
    if (room.note() instanceof Holes known && known.owner == this) {
      return known;
    }
    Make make = makeOf(room.shape());
    int slot = spread(room.free().hashCode()) & (SHARED - 1);
    Holes holes = shared[slot];
    if (holes == null || holes.make != make || !holes.of.equals(room.free())) {
      holes = new Holes(this, make, room);
      holes.usable = sum(holes, room, Resources.NONE, holes.columns);
      shared[slot] = holes;
    }
    room.putNote(holes);
    return holes;
  }

  /** Like hash codes differ in their low bits too. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 16;
  }

  /** Whether something was found last for this task, on a worker just like this one. */
  boolean knows(ClassKey task, Room room) {
    return holes(room).askedFor == task;
  }

  /** What was found last for a worker just like this one. */
  long known(Room room) {
    return holes(room).found;
  }

  /** Keeps what was found, until another task is asked for. */
  void keep(ClassKey task, Room room, long found) {
    Holes holes = holes(room);
    holes.askedFor = task;
    holes.found = found;
  }

  private Make makeOf(Shape shape) {
    if (shape.note() instanceof Make known && known.typical == typical) {
      return known;
    }
    Make fresh = new Make(typical, shape);
    shape.putNote(fresh);
    return fresh;
  }

  /** What is free on one worker, as the typical requests see it. */
  private static final class Holes {
    final Usable owner;
    final Make make;
    final Free of;

    /** Of each device, the scarcer of share and memory. */
    final int[] free;

    /** Three for each column: what is free on devices big enough, how many, how often it fits. */
    final int[] columns;

    final int[] scratch;
    long usable;
    @Nullable ClassKey askedFor;
    long found;

    Holes(Usable owner, Make make, Room room) {
      this.owner = owner;
      this.make = make;
      this.of = room.free();
      Free now = of;
      List<Device> devices = room.spec().devices();
      this.free = new int[now.devices()];
      this.columns = new int[3 * make.sizes.length];
      this.scratch = new int[columns.length];
      for (int i = 0; i < free.length; i++) {
        free[i] = make.scarcer(devices.get(i), now.milli(i), now.memoryBytes(i));
        make.change(columns, i, 0, free[i]);
      }
    }

    /** To be changed, until the next copy. */
    int[] copy() {
      System.arraycopy(columns, 0, scratch, 0, columns.length);
      return scratch;
    }
  }

  /** The typical requests as workers of one make see them. */
  private static final class Make {
    final TypicalRequests typical;
    final boolean memoryCounts;
    final int[] kindOf;

    /** By column and device: how much of it one task takes, 0 when it is of the wrong kind. */
    final int[][] sizes;

    // By request that could run here.
    final int[] column;
    final int[] count;
    final int[] milli;
    final int[] cpuMilli;
    final long[] memoryBytes;
    final long[] weight;

    Make(TypicalRequests typical, Shape shape) {
      this.typical = typical;
      List<Device> devices = shape.spec().devices();
      List<TypicalRequests.Type> here =
          typical.types.stream().filter(type -> runs(type, shape)).toList();
      this.memoryCounts = typical.withMemory;
      this.kindOf = kinds(devices);
      this.column = new int[here.size()];
      this.count = new int[column.length];
      this.milli = new int[column.length];
      this.cpuMilli = new int[column.length];
      this.memoryBytes = new long[column.length];
      this.weight = new long[column.length];
      int[][] found = new int[column.length][];
      int columns = 0;
      for (int i = 0; i < column.length; i++) {
        TypicalRequests.Type type = here.get(i);
        int[] sizesOf = sizes(type.gpu(), devices);
        column[i] = indexOf(sizesOf, found, columns);
        columns = Math.max(columns, column[i] + 1);
        count[i] = type.gpu().count();
        milli[i] = type.gpu().count() * type.gpu().milli();
        cpuMilli[i] = type.cpuMilli();
        memoryBytes[i] = type.memoryBytes();
        weight[i] = type.weight();
      }
      this.sizes = Arrays.copyOf(found, columns);
    }

    private static boolean runs(TypicalRequests.Type type, Shape shape) {
      long matching = shape.spec().devices().stream().filter(type.gpu()::matches).count();
      return matching >= type.gpu().count() && Fit.labelsMatch(type.labels(), shape.spec());
    }

    private static int[] kinds(List<Device> devices) {
      int[] kinds = new int[devices.size()];
      for (int i = 0; i < kinds.length; i++) {
        kinds[i] = i;
        for (int j = i - 1; j >= 0; j--) {
          Device one = devices.get(i);
          Device other = devices.get(j);
          if (one.vendor() == other.vendor()
              && one.model().equals(other.model())
              && one.memoryBytes() == other.memoryBytes()
              && one.computeCapability() == other.computeCapability()
              && one.healthy() == other.healthy()) {
            kinds[i] = kinds[j];
          }
        }
      }
      return kinds;
    }

    private int[] sizes(GpuRequest gpu, List<Device> devices) {
      int[] sizesOf = new int[devices.size()];
      for (int i = 0; i < sizesOf.length; i++) {
        Device device = devices.get(i);
        if (gpu.matches(device)) {
          long memory = gpu.memoryTakenFrom(device);
          boolean byMemory = memoryCounts && device.memoryBytes() > 0;
          long ofMemory =
              byMemory ? (memory * 1_000 + device.memoryBytes() - 1) / device.memoryBytes() : 0;
          sizesOf[i] = (int) Math.min(GpuRequest.WHOLE, Math.max(gpu.milli(), ofMemory));
        }
      }
      return sizesOf;
    }

    private static int indexOf(int[] sizesOf, int[][] found, int columns) {
      for (int i = 0; i < columns; i++) {
        if (Arrays.equals(found[i], sizesOf)) {
          return i;
        }
      }
      found[columns] = sizesOf;
      return columns;
    }

    int scarcer(Device device, int milliFree, long memoryFree) {
      return memoryCounts ? Usable.scarcer(device, milliFree, memoryFree) : milliFree;
    }

    /** Takes over that a device has another amount free. */
    void change(int[] columns, int device, int before, int after) {
      for (int i = 0; i < sizes.length; i++) {
        int size = sizes[i][device];
        int at = 3 * i;
        if (size > 0 && before >= size) {
          columns[at] -= before;
          columns[at + 1]--;
          columns[at + 2] -= before / size;
        }
        if (size > 0 && after >= size) {
          columns[at] += after;
          columns[at + 1]++;
          columns[at + 2] += after / size;
        }
      }
    }
  }
}
