package io.github.packtrain.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  private static Table table() {
    Table table = new Table().left("JOB").left("NAME").right("AGE").left("WHY");
    table.row("J7", "a-name-that-is-rather-long", "4m", "");
    table.row("J12", "b", "31m", "GPU_MEMORY\nand more");
    return table;
  }

  @Test
  void alignsItsColumns() {
    assertThat(table().lines(0))
        .containsExactly(
            "JOB  NAME                        AGE  WHY",
            "J7   a-name-that-is-rather-long   4m  -",
            "J12  b                           31m  GPU_MEMORY and more");
  }

  @Test
  void cutsTheWidestColumnsInsteadOfWrapping() {
    assertThat(table().lines(40))
        .containsExactly(
            "JOB  NAME            AGE  WHY",
            "J7   a-name-that-i…   4m  -",
            "J12  b               31m  GPU_MEMORY an…")
        .allMatch(line -> line.length() <= 40);
  }

  @Test
  void doesNotCutToNothing() {
    assertThat(table().lines(10)).contains("J7   a-name-…   4m  -");
  }

  @Test
  void countsCharactersAndNotHalvesOfThem() {
    Table table = new Table().left("A").left("B");
    table.row("😀😀", "x");
    assertThat(table.lines(0)).containsExactly("A   B", "😀😀  x");
    assertThat(Table.cut("😀😀😀", 2)).isEqualTo("😀…");
  }
}
