package io.github.packtrain.master.shell;

import io.github.packtrain.session.loop.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What waits for the loop. Its bound is kept by those who fill it: calls have places, streams have
 * credit, planner and timer have one input each.
 */
final class Inbox {
  private static final int INPUTS_MAX = 4_096;

  /** Well below what a batch of the journal may hold. */
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  private static final Entry END = new Entry(new Input.Tick(), 0);
  private final LinkedBlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

  private final AtomicBoolean tickWaits = new AtomicBoolean();

  private record Entry(Input input, int bytes) {}

  /**
   * @param bytes about how large it is on the wire
   */
  void put(Input input, int bytes) {
    entries.add(new Entry(input, bytes));
  }

  /** Time has passed; one such input waits at a time. */
  void tick() {
    if (tickWaits.compareAndSet(false, true)) {
      put(new Input.Tick(), 0);
    }
  }

  /** What is put after this is never taken. */
  void close() {
    entries.add(END);
  }

  /** Waits for inputs; takes what is there, in order, up to a bound. Empty when closed. */
  List<Input> take() throws InterruptedException {
    List<Input> inputs = new ArrayList<>();
    long bytes = 0;
    Entry next = entries.take();
    while (next != END) {
      inputs.add(next.input);
      if (next.input instanceof Input.Tick) {
        tickWaits.set(false);
      }
      bytes += next.bytes;
      Entry following = entries.peek();
      if (following == null
          || following == END
          || inputs.size() >= INPUTS_MAX
          || bytes + following.bytes > BYTES_MAX) {
        return inputs;
      }
      next = entries.take();
    }
    entries.add(END);
    return inputs;
  }

  int size() {
    return entries.size();
  }
}
