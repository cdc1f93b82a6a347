package io.github.packtrain.model;

/**
 * How near to each other the devices and tasks that start together are: those of a gang, and the
 * devices of a task that starts by itself.
 *
 * @param require what must hold; the job waits until it does
 * @param prefer what is tried first, then the next wider level, down to what is required; never
 *     wider than {@code require}
 */
public record Topology(Level require, Level prefer) {
  /**
   * The label by which a worker says in which rack it is. Without it, it shares a rack with none.
   */
  public static final String RACK_LABEL = "rack";

  /** Wherever there is room. */
  public static final Topology NONE = new Topology(Level.ANYWHERE, Level.ANYWHERE);

  public Topology {
    prefer = require.compareTo(prefer) > 0 ? require : prefer;
  }

  /** From wide to narrow: each is within the one before it. */
  public enum Level {
    ANYWHERE,
    /** Workers with the same label {@value #RACK_LABEL}. */
    RACK,
    /** One worker. */
    HOST,
    /** Devices of one worker with a fast link among each other, such as NVLink. */
    ISLAND;

    public boolean isWithin(Level wider) {
      return compareTo(wider) >= 0;
    }
  }
}
