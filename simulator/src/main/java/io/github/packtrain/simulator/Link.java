package io.github.packtrain.simulator;

/**
 * The way between one machine and the master. While it is blocked in a direction, what is sent
 * there arrives after the block: late, as TCP would have it.
 */
final class Link {
  private final Timeline timeline;
  private final Dice dice;
  private final long delayMaxMillis;
  private long blockedToMasterUntil;
  private long blockedToMachineUntil;

  Link(Timeline timeline, Dice dice, long delayMaxMillis) {
    this.timeline = timeline;
    this.dice = dice;
    this.delayMaxMillis = delayMaxMillis;
  }

  void block(boolean toMaster, boolean toMachine, long millis) {
    long until = timeline.now() + millis;
    blockedToMasterUntil = toMaster ? until : blockedToMasterUntil;
    blockedToMachineUntil = toMachine ? until : blockedToMachineUntil;
  }

  /** When something sent now arrives. */
  long arrival(boolean toMaster) {
    long blocked = toMaster ? blockedToMasterUntil : blockedToMachineUntil;
    return Math.max(timeline.now(), blocked) + dice.skewed(delayMaxMillis);
  }

  boolean isBlocked() {
    return Math.max(blockedToMasterUntil, blockedToMachineUntil) > timeline.now();
  }
}
