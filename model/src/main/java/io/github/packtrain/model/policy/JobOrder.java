package io.github.packtrain.model.policy;

/** Who of a queue goes first. */
public interface JobOrder extends UserPolicy {
  /**
   * The job's place: the smaller goes first, equal ones in order of arrival. Asked when it comes
   * in, when tasks are added to it and when one of its attempts ends, not while it waits; so what
   * depends on the time of day must be turned into a key that does not, such as the time of arrival
   * less a bonus.
   */
  long key(JobToOrder job);
}
