package io.github.packtrain.simulator;

import java.util.List;

/**
 * What a seed chooses before anything happens: how big, how fast, how bad the weather is. Many
 * seeds with few faults of few kinds find other bugs than all faults at once, so each kind is left
 * out of half of the seeds.
 *
 * @param faultsUntilMillis after this the weather is fine, and everything has to come to an end
 */
record Scenario(
    long seed,
    Sizes sizes,
    Timing timing,
    Weather weather,
    Mishaps mishaps,
    long faultsUntilMillis) {

  /**
   * @param studies searches that clients run
   * @param operations what each client does, one after the other
   */
  record Sizes(int machines, int clients, int operations, int studies, int tasksPerJobMax) {}

  /**
   * @param shortTasks whether tasks are so short that workers queue them
   * @param steadyTasks whether all run times are as likely, instead of mostly short ones
   * @param exclusiveTasks whether all are commands that must not outlive their lease, and take long
   */
  record Timing(
      long heartbeatMillis,
      long lostAfterMillis,
      long taskMaxMillis,
      long planMaxMillis,
      long syncMaxMillis,
      boolean shortTasks,
      boolean steadyTasks,
      boolean exclusiveTasks) {}

  /**
   * The network.
   *
   * @param callLossPermille of a request or of its answer
   * @param reportsRepeatedPermille of worker messages that arrive twice
   * @param slowStreamPermille of streams on which everything is late
   */
  record Weather(
      long delayMaxMillis,
      int callLossPermille,
      int reportsRepeatedPermille,
      int slowStreamPermille) {}

  /**
   * Mean time between faults of each kind, 0 for never. Restarts lose what is in memory.
   *
   * @param atStepPermyriad of the steps of a master or a worker (a batch decided, an effect or an
   *     action carried out) right after which the process is killed or frozen
   */
  record Mishaps(
      long streamResetMillis,
      long streamDeadMillis,
      long linkBlockedMillis,
      long workerKillMillis,
      long guardKillMillis,
      long machineRebootMillis,
      long workerFreezeMillis,
      long masterKillMillis,
      long masterFreezeMillis,
      long diskFullMillis,
      long syncFailureMillis,
      long clockJumpMillis,
      int atStepPermyriad) {}

  static Scenario of(long seed) {
    Dice dice = new Dice(seed * 0x9E3779B97F4A7C15L + 1);
    long heartbeat = dice.pick(List.of(100L, 400L, 1_000L));
    long lost = heartbeat * dice.between(3, 6);
    long faults = lost * dice.between(4, 16);
    boolean exclusive = dice.chance(250);
    boolean shortTasks = !exclusive && dice.chance(500);
    return new Scenario(
        seed,
        new Sizes(
            dice.between(1, 5),
            dice.between(1, 3),
            dice.between(2, 10),
            dice.chance(400) ? dice.between(1, 2) : 0,
            dice.chance(300) ? dice.between(1, 30) : dice.between(1, 8)),
        new Timing(
            heartbeat,
            lost,
            taskMaxMillis(dice, heartbeat, lost, shortTasks, exclusive),
            dice.between(1, heartbeat / 4),
            dice.between(1, heartbeat / 8),
            shortTasks,
            exclusive || dice.chance(500),
            exclusive),
        new Weather(
            dice.between(1, dice.chance(200) ? lost / 2 : heartbeat / 2),
            dice.chance(500) ? dice.between(0, 200) : 0,
            dice.chance(300) ? dice.between(0, 300) : 0,
            dice.chance(exclusive ? 600 : 300) ? dice.between(0, 300) : 0),
        mishaps(dice, lost, exclusive),
        faults);
  }

  private static long taskMaxMillis(
      Dice dice, long heartbeat, long lost, boolean shortTasks, boolean exclusive) {
    if (shortTasks) {
      return 200;
    }
    return dice.between(
        exclusive ? 2 * lost : heartbeat, exclusive || dice.chance(500) ? 6 * lost : 2 * lost);
  }

  private static Mishaps mishaps(Dice dice, long lost, boolean exclusive) {
    boolean calm = dice.chance(50);
    return new Mishaps(
        mean(dice, calm, lost / 2),
        mean(dice, calm, lost / 2),
        mean(dice, calm, lost),
        mean(dice, calm, lost),
        mean(dice, calm, 2 * lost),
        mean(dice, calm, 2 * lost),
        mean(dice, calm, lost),
        mean(dice, calm, lost),
        mean(dice, calm, 2 * lost),
        mean(dice, calm, 3 * lost),
        mean(dice, calm, 3 * lost),
        mean(dice, calm, 2 * lost),
        calm || dice.chance(exclusive ? 200 : 600) ? 0 : dice.between(1, exclusive ? 200 : 60));
  }

  private static long mean(Dice dice, boolean calm, long typical) {
    return calm || dice.chance(500) ? 0 : dice.between(typical / 2, typical * 3);
  }
}
