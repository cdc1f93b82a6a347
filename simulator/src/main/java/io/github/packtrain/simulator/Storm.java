package io.github.packtrain.simulator;

import java.util.List;

/** The faults: when and whom. After {@link #end} all of them are healed. */
final class Storm {
  private final Ground ground;
  private final Timeline timeline;
  private final Dice dice;
  private final VirtualDisk disk;
  private final List<SimMachine> machines;
  private final long lostAfter;

  Storm(Ground ground, Dice dice, VirtualDisk disk, List<SimMachine> machines) {
    this.ground = ground;
    this.timeline = ground.timeline();
    this.dice = dice;
    this.disk = disk;
    this.machines = machines;
    this.lostAfter = ground.scenario().timing().lostAfterMillis();
  }

  void begin() {
    Scenario.Mishaps mean = ground.scenario().mishaps();
    every(mean.streamResetMillis(), this::resetStream);
    every(mean.streamDeadMillis(), this::deadenStream);
    every(mean.linkBlockedMillis(), this::blockLink);
    every(mean.workerKillMillis(), this::killWorker);
    every(mean.guardKillMillis(), () -> any().killGuard());
    every(mean.machineRebootMillis(), this::reboot);
    every(mean.workerFreezeMillis(), () -> any().freeze(span()));
    every(mean.masterKillMillis(), () -> masterDies(dice.chance(300)));
    every(mean.masterFreezeMillis(), () -> ground.master().freeze(span()));
    every(mean.diskFullMillis(), this::fillDisk);
    every(mean.syncFailureMillis(), () -> disk.setFailing(true));
    every(
        mean.clockJumpMillis(), () -> ground.master().clock().jump(dice.between(-span(), span())));
    every(3 * lostAfter, disk::takeSnapshot);
  }

  private void every(long meanMillis, Runnable fault) {
    if (meanMillis > 0) {
      timeline.after(
          dice.between(1, 2 * meanMillis),
          () -> {
            if (ground.isStormy()) {
              fault.run();
              every(meanMillis, fault);
            }
          });
    }
  }

  private SimMachine any() {
    return dice.pick(machines);
  }

  /** Mostly shorter than what makes a worker lost, often longer. */
  private long span() {
    return dice.chance(600) ? dice.between(1, lostAfter) : dice.between(1, 3 * lostAfter);
  }

  // ---- the network

  private void resetStream() {
    VirtualStream stream = any().stream();
    if (stream != null) {
      ground.trace().note("", "STORM", "reset stream " + stream.id);
      stream.reset(dice, lostAfter / 2);
    }
  }

  private void deadenStream() {
    VirtualStream stream = any().stream();
    if (stream != null) {
      boolean towardsMaster = dice.chance(600);
      ground.trace().note("", "STORM", "dead stream " + stream.id);
      stream.goDead(towardsMaster, !towardsMaster || dice.chance(300));
    }
  }

  private void blockLink() {
    boolean toMaster = dice.chance(700);
    ground.trace().note("", "STORM", "link blocked");
    any().link().block(toMaster, !toMaster || dice.chance(500), span());
  }

  // ---- machines

  private void killWorker() {
    SimMachine machine = any();
    machine.killWorker();
    timeline.after(restartDelay(), machine::boot);
  }

  private void reboot() {
    SimMachine machine = any();
    machine.powerOff();
    timeline.after(restartDelay(), machine::boot);
  }

  private long restartDelay() {
    return dice.chance(700) ? dice.between(1, lostAfter / 2) : span();
  }

  // ---- the master

  void masterDies(boolean silently) {
    if (ground.master().isUp()) {
      ground.master().crash(silently);
      timeline.after(
          restartDelay(),
          () -> {
            if (!ground.master().isUp()) {
              ground.master().boot();
            }
          });
    }
  }

  // ---- in the middle of something

  boolean strikesMaster() {
    if (!strikes()) {
      return false;
    }
    if (dice.chance(300)) {
      ground.master().freeze(span());
      return false;
    }
    masterDies(dice.chance(300));
    return true;
  }

  void mayStrike(SimMachine machine) {
    if (strikes()) {
      if (dice.chance(600)) {
        machine.freeze(span());
      } else {
        machine.killWorker();
        timeline.after(restartDelay(), machine::boot);
      }
    }
  }

  private boolean strikes() {
    int rate = ground.scenario().mishaps().atStepPermyriad();
    return rate > 0 && ground.isStormy() && dice.between(0, 9_999) < rate;
  }

  private void fillDisk() {
    ground.trace().note("", "STORM", "disk full");
    disk.setFull(true);
    timeline.after(span(), () -> disk.setFull(false));
  }

  /** Fine weather: what is down comes up; what is blocked or frozen ends by itself soon. */
  void end() {
    disk.setFull(false);
    disk.setFailing(false);
    machines.forEach(SimMachine::boot);
    for (SimMachine machine : machines) {
      VirtualStream stream = machine.stream();
      if (stream != null && stream.isLate()) {
        stream.reset(dice, lostAfter / 2);
      }
    }
    if (!ground.master().isUp()) {
      ground.master().boot();
    }
  }
}
