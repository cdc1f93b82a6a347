package io.github.packtrain.simulator;

/** What all parts of one simulation stand on. */
interface Ground {
  Scenario scenario();

  Timeline timeline();

  Trace trace();

  Witness witness();

  Sabotage sabotage();

  /** The master's process; it may be down. */
  SimMaster master();

  /** The master's process ended by itself and is to be started again. */
  void masterStopped();

  /** Asked after every step: whether the master is struck now, and then it is. */
  boolean strikesMaster();

  /** Asked after every step: whether this machine is struck now, and then it is. */
  void mayStrike(SimMachine machine);

  /** Whether faults still happen. */
  boolean isStormy();

  long nextStreamId();
}
