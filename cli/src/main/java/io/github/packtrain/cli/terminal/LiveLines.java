package io.github.packtrain.cli.terminal;

import java.util.List;

/**
 * Lines that show how things stand. On a terminal they are drawn over each other; elsewhere the
 * first of them is printed when it changed, and not too often.
 */
public final class LiveLines {
  private static final int BAR_CELLS = 20;
  private static final long PLAIN_MILLIS = 5_000;

  private final Terminal terminal;
  private int drawn;
  private String last = "";
  private long lastNanos;

  /** Draws on {@code err} of the terminal. */
  public LiveLines(Terminal terminal) {
    this.terminal = terminal;
    this.lastNanos = System.nanoTime() - PLAIN_MILLIS * 1_000_000;
  }

  /** {@code [########............]}. */
  public static String bar(long done, long total) {
    int full = total <= 0 ? 0 : Math.clamp(done * BAR_CELLS / total, 0, BAR_CELLS);
    return "[" + "#".repeat(full) + ".".repeat(BAR_CELLS - full) + "]";
  }

  /** How things stand now. */
  public synchronized void show(List<String> lines) {
    if (terminal.isLive()) {
      draw(lines);
      return;
    }
    long now = System.nanoTime();
    String line = lines.getFirst();
    if (!line.equals(last) && now - lastNanos >= PLAIN_MILLIS * 1_000_000) {
      terminal.say(line);
      last = line;
      lastNanos = now;
    }
  }

  /** Something that stays, above the lines that change. */
  public synchronized void say(String line) {
    erase();
    terminal.say(line);
  }

  /** Leaves nothing behind but what was said. */
  public synchronized void end() {
    erase();
  }

  private void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    text.append(up());
    for (String line : lines) {
      text.append("\r\u001b[K").append(Table.cut(line, terminal.errWidth() - 1)).append('\n');
    }
    text.append("\u001b[J");
    drawn = lines.size();
    terminal.err().print(text);
    terminal.err().flush();
  }

  private void erase() {
    if (drawn > 0) {
      terminal.err().print(up() + "\r\u001b[J");
      terminal.err().flush();
      drawn = 0;
    }
  }

  private String up() {
    return drawn > 0 ? "\u001b[" + drawn + "A" : "";
  }
}
