package io.github.packtrain.simulator;

import io.github.packtrain.protocol.v1.MasterMessage;
import io.github.packtrain.protocol.v1.WorkerMessage;
import java.util.function.Consumer;

/**
 * One stream between a worker process and the master, as gRPC gives it: within a direction ordered
 * and without loss while it lives. So messages get lost with the end of a stream, come late on one
 * that was given up already, are repeated by the reports' rule on the next one, and are reordered
 * between two streams of one worker, but not within one.
 *
 * <p>It can end in three ways: an end closes it (what was sent before still arrives), the network
 * resets it (a tail of what is under way in each direction is lost, both ends are told), or it goes
 * dead in silence (what is sent is lost and nobody is told: each end has to find out by itself).
 */
final class VirtualStream {
  final long id;
  private final Timeline timeline;
  private final Lane<WorkerMessage> toMaster;
  private final Lane<MasterMessage> toMachine;

  /**
   * @param lateToMasterMillis by which everything on this stream is late, so that another may
   *     overtake it
   */
  VirtualStream(
      long id, Timeline timeline, Link link, long lateToMasterMillis, long lateToMachineMillis) {
    this.id = id;
    this.timeline = timeline;
    this.toMaster = new Lane<>(timeline, link, true, lateToMasterMillis);
    this.toMachine = new Lane<>(timeline, link, false, lateToMachineMillis);
  }

  void masterEnd(Consumer<WorkerMessage> receive, Runnable closed) {
    toMaster.connect(receive, closed);
  }

  void machineEnd(Consumer<MasterMessage> receive, Runnable closed) {
    toMachine.connect(receive, closed);
  }

  void sendToMaster(WorkerMessage message) {
    toMaster.send(message);
  }

  void sendToMachine(MasterMessage message) {
    toMachine.send(message);
  }

  /**
   * The worker's process closes it, or the kernel for it.
   *
   * @param listening whether what still comes is heard nevertheless (a defect)
   */
  void closeByMachine(boolean listening) {
    if (!listening) {
      toMachine.disconnect();
    }
    toMaster.close();
  }

  void closeByMaster() {
    toMaster.disconnect();
    toMachine.close();
  }

  /** The network resets it. */
  void reset(Dice dice, long noticeMaxMillis) {
    toMaster.loseTail(dice);
    toMachine.loseTail(dice);
    timeline.after(dice.between(0, noticeMaxMillis), toMaster::endNow);
    timeline.after(dice.between(0, noticeMaxMillis), toMachine::endNow);
  }

  /** From now on what is sent in a direction vanishes, and nobody is told. */
  void goDead(boolean towardsMaster, boolean towardsMachine) {
    if (towardsMaster) {
      toMaster.dead = true;
    }
    if (towardsMachine) {
      toMachine.dead = true;
    }
  }

  boolean isLate() {
    return toMaster.lateMillis + toMachine.lateMillis > 0;
  }

  boolean isOver() {
    return toMaster.over && toMachine.over;
  }

  private static final class Lane<M> {
    private final Timeline timeline;
    private final Link link;
    private final boolean towardsMaster;
    private Consumer<M> receive = _ -> {};
    private Runnable closed = () -> {};
    private final long lateMillis;
    private long lastArrival;
    private long lostFrom = Long.MAX_VALUE;
    private boolean dead;
    private boolean over;

    Lane(Timeline timeline, Link link, boolean towardsMaster, long lateMillis) {
      this.lateMillis = lateMillis;
      this.timeline = timeline;
      this.link = link;
      this.towardsMaster = towardsMaster;
    }

    void connect(Consumer<M> newReceive, Runnable newClosed) {
      receive = newReceive;
      closed = newClosed;
    }

    /** The receiver is gone. */
    void disconnect() {
      over = true;
    }

    void send(M message) {
      deliver(() -> receive.accept(message));
    }

    /** The sender is gone: the receiver hears of it after everything that was sent. */
    void close() {
      deliver(this::endNow);
      dead = true;
    }

    void endNow() {
      if (!over) {
        over = true;
        closed.run();
      }
    }

    private void deliver(Runnable arrival) {
      if (dead || over) {
        return;
      }
      long at = Math.max(lastArrival, link.arrival(towardsMaster) + lateMillis);
      lastArrival = at;
      timeline.at(
          at,
          () -> {
            if (!over && at < lostFrom) {
              arrival.run();
            }
          });
    }

    void loseTail(Dice dice) {
      long now = timeline.now();
      lostFrom = Math.min(lostFrom, dice.between(now, Math.max(now, lastArrival)));
      dead = true;
    }
  }
}
