package io.github.packtrain.model;

/**
 * A part of one device held by an attempt.
 *
 * @param device position of the device in its worker's list
 * @param milli thousandths of the device, 1 to 1000
 * @param memoryBytes memory promised on it
 */
public record DeviceShare(int device, int milli, long memoryBytes) {
  public DeviceShare {
    if (device < 0 || milli < 1 || milli > GpuRequest.WHOLE || memoryBytes < 0) {
      throw new IllegalArgumentException(
          "not a device share: device " + device + ", milli " + milli);
    }
  }
}
