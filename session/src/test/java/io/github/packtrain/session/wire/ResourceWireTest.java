package io.github.packtrain.session.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.packtrain.model.Device;
import io.github.packtrain.model.Request;
import io.github.packtrain.model.Topology;
import io.github.packtrain.model.Topology.Level;
import io.github.packtrain.model.Vendor;
import io.github.packtrain.protocol.v1.TopologyLevel;
import org.junit.jupiter.api.Test;

class ResourceWireTest {
  @Test
  void everyTopologyComesBackAsItWent() {
    for (Level require : Level.values()) {
      for (Level prefer : Level.values()) {
        Request request = Request.gpus(1_000, 2).withTopology(new Topology(require, prefer));
        assertThat(ResourceWire.toModel(ResourceWire.toWire(request))).isEqualTo(request);
      }
    }
  }

  @Test
  void whoSaysNothingOfTopologyAsksForNone() {
    var wire = ResourceWire.toWire(Request.gpus(1_000, 2));
    assertThat(wire.hasTopology()).isFalse();
    var only = wire.toBuilder();
    only.getTopologyBuilder().setRequire(TopologyLevel.RACK);
    assertThat(ResourceWire.toModel(only.build()).topology())
        .isEqualTo(new Topology(Level.RACK, Level.RACK));
  }

  @Test
  void aLevelOfALaterReleaseIsRefusedAndNotIgnored() {
    var wire = ResourceWire.toWire(Request.gpus(1_000, 2)).toBuilder();
    wire.getTopologyBuilder().setRequireValue(99);
    assertThatThrownBy(() -> ResourceWire.toModel(wire.build()))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("level of topology");
  }

  @Test
  void anIslandComesBackAsItWent() {
    Device device =
        new Device("GPU-1", 0, Vendor.NVIDIA, "A100", 80L << 30, 80, 1, "", true, "nvlink-0");
    assertThat(ResourceWire.toModel(ResourceWire.toWire(device))).isEqualTo(device);
  }
}
