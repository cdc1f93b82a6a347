package io.github.packtrain.worker.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The few functions of NVIDIA's management library that we call. Each returns the library's code, 0
 * for success; what it says goes into the memory passed in. Functions that older libraries lack are
 * optional.
 */
final class Nvml {
  static final int SUCCESS = 0;
  static final int FUNCTION_NOT_FOUND = 13;
  static final int TEXT_BYTES = 96;

  /** Room for the PCI structure; its bus id as text starts at {@link #PCI_BUS_ID_OFFSET}. */
  static final int PCI_BYTES = 128;

  static final int PCI_BUS_ID_OFFSET = 36;
  static final int PCI_BUS_ID_BYTES = 32;

  static final int LINK_WORKS = 0;
  private static final int BY_NVLINK = 2;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library;

  private Nvml(SymbolLookup library) {
    this.library = library;
  }

  /**
   * Loads the library; it stays loaded as long as the arena.
   *
   * @param name file name as the linker finds it, or a path
   */
  static Optional<Nvml> find(String name, Arena arena) {
    try {
      return Optional.of(new Nvml(SymbolLookup.libraryLookup(name, arena)));
    } catch (IllegalArgumentException | IllegalCallerException e) {
      return Optional.empty();
    }
  }

  int init() {
    return call("nvmlInit_v2");
  }

  int shutdown() {
    return call("nvmlShutdown");
  }

  int deviceCount(MemorySegment count) {
    return call("nvmlDeviceGetCount_v2", count);
  }

  int deviceByIndex(int index, MemorySegment device) {
    return call("nvmlDeviceGetHandleByIndex_v2", index, device);
  }

  int uuid(MemorySegment device, MemorySegment text) {
    return call("nvmlDeviceGetUUID", device, text, TEXT_BYTES);
  }

  int name(MemorySegment device, MemorySegment text) {
    return call("nvmlDeviceGetName", device, text, TEXT_BYTES);
  }

  /** Three numbers of eight bytes: total, free, used. */
  int memory(MemorySegment device, MemorySegment totalFreeUsed) {
    return call("nvmlDeviceGetMemoryInfo", device, totalFreeUsed);
  }

  int computeCapability(MemorySegment device, MemorySegment major, MemorySegment minor) {
    return call("nvmlDeviceGetCudaComputeCapability", device, major, minor);
  }

  int pci(MemorySegment device, MemorySegment pci) {
    return call("nvmlDeviceGetPciInfo_v3", device, pci);
  }

  /** {@link #LINK_WORKS} when NVLink joins the two, over switches as well. */
  int nvlink(MemorySegment device, MemorySegment other, MemorySegment status) {
    return call("nvmlDeviceGetP2PStatus", device, other, BY_NVLINK, status);
  }

  /** The fourth number tells whether replacing a bad row of memory has failed. */
  int remappedRows(
      MemorySegment device,
      MemorySegment correctable,
      MemorySegment uncorrectable,
      MemorySegment pending,
      MemorySegment failed) {
    return call("nvmlDeviceGetRemappedRows", device, correctable, uncorrectable, pending, failed);
  }

  private int call(String function, Object... arguments) {
    Optional<MemorySegment> symbol = library.find(function);
    if (symbol.isEmpty()) {
      return FUNCTION_NOT_FOUND;
    }
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      layouts[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
    }
    MethodHandle handle =
        linker.downcallHandle(symbol.get(), FunctionDescriptor.of(JAVA_INT, layouts));
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable t) {
      throw new IllegalStateException(function + " could not be called", t);
    }
  }

  static long total(MemorySegment totalFreeUsed) {
    return totalFreeUsed.get(JAVA_LONG, 0);
  }
}
