package io.github.packtrain.bench.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a Markdown document: its blocks marked {@code bash}, {@code sh} or {@code
 * console} in order. In a {@code console} block the commands follow {@code $}, continued by {@code
 * >}; the rest is what they print. {@code <!-- not run: why -->} before a block leaves it out,
 * {@code <!-- exits: 2 -->} expects its last command to end with that status.
 *
 * @param name of the document, for messages
 * @param blocks those to run
 * @param left those left out, as {@code name:line: why}
 */
record DocScript(String name, List<Block> blocks, List<String> left) {
  private static final Set<String> LANGUAGES = Set.of("bash", "sh", "console");
  private static final Pattern FENCE = Pattern.compile("^\\s*(```+)\\s*([A-Za-z]*).*$");
  private static final Pattern NOT_RUN = Pattern.compile("^\\s*<!--\\s*not run:(.*)-->\\s*$");
  private static final Pattern EXITS = Pattern.compile("^\\s*<!--\\s*exits:\\s*(\\d+)\\s*-->\\s*$");

  /**
   * One block.
   *
   * @param line where it begins in the document, from 1
   * @param commands what a shell is given
   * @param status that its last command ends with
   */
  record Block(int line, String commands, int status) {}

  static DocScript parse(String name, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> left = new ArrayList<>();
    List<String> lines = text.lines().toList();
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        before = lines.get(i).isBlank() ? before : lines.get(i);
        continue;
      }
      int begin = i + 1;
      int end = begin;
      while (end < lines.size() && !lines.get(end).strip().equals(fence.group(1))) {
        end++;
      }
      i = end;
      String language = fence.group(2);
      Matcher notRun = NOT_RUN.matcher(before);
      if (!LANGUAGES.contains(language)) {
        before = "";
        continue;
      }
      if (notRun.matches()) {
        left.add(name + ":" + begin + ": " + notRun.group(1).strip());
      } else {
        String commands = commands(language, lines.subList(begin, end));
        if (!commands.isBlank()) {
          blocks.add(new Block(begin, commands, status(before)));
        }
      }
      before = "";
    }
    return new DocScript(name, List.copyOf(blocks), List.copyOf(left));
  }

  /** One program for a shell, in which variables and background jobs live from block to block. */
  String toShell() {
    StringBuilder shell = new StringBuilder();
    for (Block block : blocks) {
      String place = name + ":" + block.line();
      shell.append("echo '== ").append(place).append("'\n");
      // An expected failure must not end the shell; && hides one from set -e, so the last is asked.
      String strict = block.status() == 0 ? "set -e\n" : "set +e\n";
      shell.append(strict).append(block.commands()).append("status=$?; [ $status -eq ");
      shell.append(block.status()).append(" ] || { echo \"ended with $status\"; exit 1; }\n");
    }
    return shell.append("echo '== end'\n").toString();
  }

  private static int status(String before) {
    Matcher exits = EXITS.matcher(before);
    return exits.matches() ? Integer.parseInt(exits.group(1)) : 0;
  }

  private static String commands(String language, List<String> lines) {
    StringBuilder commands = new StringBuilder();
    boolean continued = false;
    for (String line : lines) {
      String command = line;
      if (language.equals("console") && !continued) {
        if (!line.startsWith("$ ") && !line.startsWith("> ")) {
          continue;
        }
        command = line.substring(2);
      }
      // The check runs this test: it would run itself.
      if (!command.strip().startsWith("./dev check")) {
        commands.append(command).append('\n');
        continued = command.endsWith("\\");
      }
    }
    return commands.toString();
  }
}
