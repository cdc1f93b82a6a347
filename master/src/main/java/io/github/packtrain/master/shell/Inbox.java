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

  private final LinkedBlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

  private final AtomicBoolean tickWaits = new AtomicBoolean();

  /** What stands in the queue. */
  private sealed interface Entry {
    record Arrived(Input input, int bytes) implements Entry {}

    record End() implements Entry {}
  }

  /**
   * Puts an input behind all others; never waits.
   *
   * @param bytes about how large it is on the wire
   */
  void put(Input input, int bytes) {
    entries.add(new Entry.Arrived(input, bytes));
  }

  /** Time has passed; one such input waits at a time. */
  void tick() {
    if (tickWaits.compareAndSet(false, true)) {
      put(new Input.Tick(), 0);
    }
  }

  /** What is put after this is never taken. */
  void close() {
    entries.add(new Entry.End());
  }

  /** Waits for inputs; takes what is there, in order, up to a bound. Empty when closed. */
  List<Input> take() throws InterruptedException {
    List<Input> inputs = new ArrayList<>();
    long bytes = 0;
    while (entries.take() instanceof Entry.Arrived(Input input, int size)) {
      inputs.add(input);
      bytes += size;
      if (input instanceof Input.Tick) {
        tickWaits.set(false);
      }
      if (!(entries.peek() instanceof Entry.Arrived(var _, int nextSize))
          || inputs.size() >= INPUTS_MAX
          || bytes + nextSize > BYTES_MAX) {
        return inputs;
      }
    }
    close(); // For the next call.
    return inputs;
  }

  int size() {
    return entries.size();
  }
}
