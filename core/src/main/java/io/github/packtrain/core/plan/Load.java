package io.github.packtrain.core.plan;

import io.github.packtrain.model.GpuRequest;

/**
 * What a worker is busy with, beyond what is free on it; for the policies that look at it.
 *
 * @param running attempts that hold something
 * @param queued attempts that wait in its local queues
 * @param kinds what kinds of GPU work run there: bit 0 for shares, bit k for tasks of k whole
 *     devices (bit 31 for 31 and more)
 * @param lastPlaced grows with each placement in the cluster; the value of the last one here, 0 for
 *     none so far
 */
public record Load(int running, int queued, int kinds, long lastPlaced) {
  public static final Load NONE = new Load(0, 0, 0, 0);

  private static final int LAST_BIT = 31;

  /** The bit of {@link #kinds} for such work; 0 for work without a GPU. */
  public static int kindOf(GpuRequest gpu) {
    if (gpu.isNone()) {
      return 0;
    }
    return gpu.isShare() ? 1 : 1 << Math.min(gpu.count(), LAST_BIT);
  }

  /** After one more attempt was placed. */
  public Load placed(GpuRequest gpu, long number) {
    return new Load(running + 1, queued, kinds | kindOf(gpu), number);
  }

  /**
   * After a placement was undone within its cycle. What it added to {@link #kinds} stays until the
   * next view.
   */
  Load withdrawn() {
    return new Load(running - 1, queued, kinds, lastPlaced);
  }

  /** After one more attempt joined a local queue. */
  Load joined(long number) {
    return new Load(running, queued + 1, kinds, number);
  }
}
