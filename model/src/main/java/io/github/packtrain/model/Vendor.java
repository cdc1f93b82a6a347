package io.github.packtrain.model;

/** Who made a device, and with it which software stack drives it. CUDA work never lands on ROCm. */
public enum Vendor {
  /** NVIDIA, CUDA. */
  NVIDIA,
  /** AMD, ROCm. */
  AMD,
  /** Another accelerator. */
  OTHER
}
