package io.github.packtrain.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEntryTest {
  @Test
  void aProgramsNameMayHoldSpacesAndParentheses() {
    String stat =
        "4711 (a) b (c) S 17 4711 4710 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 998877 12 34 56";

    assertThat(ProcessEntry.parse(stat))
        .isEqualTo(new ProcessEntry(4711, 'S', 17, 4711, 4710, 998_877));
  }

  @Test
  void aZombieIsGone() {
    ProcessEntry entry = new ProcessEntry(1, 'Z', 0, 1, 1, 1);

    assertThat(entry.isAlive()).isFalse();
    assertThat(new ProcessEntry(1, 'T', 0, 1, 1, 1).isAlive()).isTrue();
  }
}
