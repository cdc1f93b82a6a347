package io.github.packtrain.worker.process;

/**
 * One process as {@code /proc/<pid>/stat} shows it.
 *
 * @param state one letter; {@code Z} and {@code X} are gone but for their exit code
 * @param startTicks when it started, in clock ticks since the machine did; with the pid it names
 *     one process for as long as the machine runs
 */
public record ProcessEntry(
    int pid, char state, int parent, int group, int session, long startTicks) {

  /** Whether it still runs: neither a zombie nor gone. */
  public boolean isAlive() {
    return state != 'Z' && state != 'X' && state != 'x';
  }

  /**
   * Reads the text of a stat file. The program's name stands in parentheses and may hold anything,
   * parentheses too, so fields count from the last closing one.
   */
  static ProcessEntry parse(String stat) {
    int close = stat.lastIndexOf(')');
    int pid = Integer.parseInt(stat.substring(0, stat.indexOf(' ')));
    String[] fields = stat.substring(close + 2).split(" ", 21);
    return new ProcessEntry(
        pid,
        fields[0].charAt(0),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Long.parseLong(fields[19]));
  }
}
