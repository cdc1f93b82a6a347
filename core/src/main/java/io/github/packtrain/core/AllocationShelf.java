package io.github.packtrain.core;

import io.github.packtrain.model.Allocation;
import io.github.packtrain.model.DeviceShare;
import io.github.packtrain.model.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets attempts of one class share what is equal in what they hold: on like machines a task of one
 * device can hold only as many different things as a machine has devices. Tens of thousands of
 * attempts then have some dozens of allocations, which are at hand when one of them ends.
 *
 * <p>Remembers the last one met for each of a few hashes of the devices; others are kept apart.
 */
final class AllocationShelf {
  private static final int SLOT_BITS = 6;

  private final Resources resources;
  private @Nullable Allocation @Nullable [] slots;

  AllocationShelf(Resources resources) {
    this.resources = resources;
  }

  /** An allocation of these devices. */
  Allocation of(List<DeviceShare> devices) {
    if (slots == null) {
      slots = new Allocation[1 << SLOT_BITS];
    }
    int slot = (devices.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - SLOT_BITS);
    Allocation known = slots[slot];
    if (known == null || !known.devices().equals(devices)) {
      known = new Allocation(resources, devices);
      slots[slot] = known;
    }
    return known;
  }
}
