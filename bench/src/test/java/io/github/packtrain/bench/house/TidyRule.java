package io.github.packtrain.bench.house;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** A rule about one source file, which says what to do instead. Found by text or syntax tree. */
enum TidyRule {
  FILE_LENGTH("split it in two: one public type and its main method each") {
    @Override
    void find(SourceFile file, List<String> found) {
      long lines = file.text().lines().count();
      if (lines > MAX_FILE_LINES) {
        found.add(file.at(1) + "the file has " + lines + " lines, more than " + MAX_FILE_LINES);
      }
    }
  },
  METHOD_LENGTH("give its steps names: a method does one thing at one level") {
    @Override
    void find(SourceFile file, List<String> found) {
      // Tables of cases may be longer than what does something.
      int most = file.isTest() ? MAX_TEST_METHOD_LINES : MAX_METHOD_LINES;
      for (MethodTree method : file.all(MethodTree.class)) {
        int lines = file.lines(method);
        if (lines > most) {
          String what = "%s has %d lines, more than %d".formatted(method.getName(), lines, most);
          found.add(file.at(file.line(method)) + what);
        }
      }
    }
  },
  LINE_LENGTH("break the line; ./dev fix breaks all but strings and comments") {
    @Override
    void find(SourceFile file, List<String> found) {
      Set<Integer> quoted = linesOfTextBlocks(file);
      eachLine(
          file,
          (number, line) -> {
            boolean unbreakable =
                line.startsWith("import ") || line.contains("://") || line.contains("{@link");
            if (line.length() > MAX_LINE && !unbreakable && !quoted.contains(number)) {
              found.add(file.at(number) + "the line is longer than " + MAX_LINE);
            }
          });
    }
  },
  NAME("say what it does or is: an agent noun, the thing itself; no catch-all names") {
    @Override
    void find(SourceFile file, List<String> found) {
      for (ClassTree type : file.all(ClassTree.class)) {
        String name = type.getSimpleName().toString();
        if (SAYS_NOTHING.matcher(name).matches()) {
          found.add(file.at(file.line(type)) + "the name " + name + " says nothing");
        }
      }
    }
  },
  DEFAULT_IN_SWITCH("name every alternative, so that a new one does not compile until it is seen") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.isMain() || !EXHAUSTIVE_ROOMS.contains(file.room())) {
        return;
      }
      for (SwitchTree one : file.all(SwitchTree.class)) {
        check(file, one, one.getCases(), found);
      }
      for (SwitchExpressionTree one : file.all(SwitchExpressionTree.class)) {
        check(file, one, one.getCases(), found);
      }
    }

    private void check(
        SourceFile file, Tree tree, List<? extends CaseTree> cases, List<String> found) {
      var labels = cases.stream().flatMap(one -> one.getLabels().stream()).toList();
      boolean open = labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
      if (open && labels.stream().anyMatch(TidyRule::isAlternative)) {
        found.add(file.at(file.line(tree)) + "a switch over alternatives has a default");
      }
    }
  },
  UNFINISHED("do it now, or write an issue") {
    @Override
    void find(SourceFile file, List<String> found) {
      eachLine(
          file,
          (number, line) -> {
            if (UNFINISHED_MARK.matcher(line).find()) {
              found.add(file.at(number) + "the line is marked as unfinished");
            }
          });
    }
  },
  SLEEP_IN_TEST("wait for the condition (Awaitility, a latch) or use virtual time") {
    @Override
    void find(SourceFile file, List<String> found) {
      // A program that a test starts may sleep: nobody waits for it to have slept.
      if (file.isTest() && !hasMain(file)) {
        calls(file, SLEEPS, "a test sleeps", found);
      }
    }
  },
  WALL_TIME_ASSERTION("judge by counts or thread CPU time; @Timeout only guards against hanging") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (file.isTest()) {
        calls(file, WALL_TIME, "a test judges wall time", found);
      }
    }
  },
  SWARM_TAG("a class XSwarmTest carries @Tag(\"swarm\"), and no other class does") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.isTest()) {
        return;
      }
      boolean named = file.path().endsWith("SwarmTest.java");
      boolean tagged =
          file.topLevelTypes().stream()
              .flatMap(type -> type.getModifiers().getAnnotations().stream())
              .anyMatch(annotation -> file.textOf(annotation).equals("@Tag(\"swarm\")"));
      if (named != tagged) {
        found.add(file.at(1) + "name and tag disagree about being a swarm test");
      }
    }
  },
  SILENCED_TEST("repair it or remove it with a reason in the commit") {
    @Override
    void find(SourceFile file, List<String> found) {
      eachLine(
          file,
          (number, line) -> {
            if (file.isTest() && line.strip().startsWith("@Disabled")) {
              found.add(file.at(number) + "a test is switched off");
            }
          });
    }
  },
  SWALLOWED_FAILURE("handle it, or say in a comment why nothing has to be done") {
    @Override
    void find(SourceFile file, List<String> found) {
      for (CatchTree one : file.all(CatchTree.class)) {
        String body = file.textOf(one.getBlock());
        boolean silent = !body.contains("//") && !body.contains("/*");
        if (one.getBlock().getStatements().isEmpty() && silent) {
          found.add(file.at(file.line(one)) + "a failure is swallowed");
        }
      }
    }
  },
  LOCK("one thread owns the state: hand work to it instead of locking") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (file.isMain() && SINGLE_THREADED_ROOMS.contains(file.room())) {
        for (SynchronizedTree lock : file.all(SynchronizedTree.class)) {
          found.add(file.at(file.line(lock)) + "a deterministic room takes a lock");
        }
      }
    }
  },
  JAVADOC("say what it is: units, ranges, errors, ownership") {
    @Override
    void find(SourceFile file, List<String> found) {
      for (ClassTree type : file.topLevelTypes()) {
        boolean shown = file.isMain() && type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        if (shown && !file.hasJavadoc(type)) {
          found.add(file.at(file.line(type)) + "the public type has no Javadoc");
        }
      }
    }
  },
  PACKAGE_INFO("open the package: purpose, where to start reading, @NullMarked") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.path().endsWith("/package-info.java") || !file.isMain()) {
        return;
      }
      int end = file.text().indexOf("*/");
      String words = file.text().substring(0, Math.max(0, end)).replaceAll("[/*\\s]+", " ");
      if (!file.text().contains("@NullMarked")) {
        found.add(file.at(1) + "the package is not @NullMarked");
      }
      if (words.strip().length() < MIN_PACKAGE_WORDS) {
        found.add(file.at(1) + "the package does not say what it is for");
      }
    }
  };

  static final int MAX_FILE_LINES = 500;
  static final int MAX_METHOD_LINES = 70;
  static final int MAX_TEST_METHOD_LINES = 120;
  static final int MAX_LINE = 120;
  static final int MIN_PACKAGE_WORDS = 60;

  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          ".*(Manager|Helpers?|Utils?|Impl|Info|Context|Base)"
              + "|(Base|Smart|Intelligent|Utils?|Helper)[A-Z].*");
  private static final Pattern UNFINISHED_MARK = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
  private static final Set<String> EXHAUSTIVE_ROOMS = Set.of("core", "search");
  private static final Set<String> SINGLE_THREADED_ROOMS =
      Set.of("model", "core", "search", "session", "optimizer");
  private static final Pattern SLEEPS =
      Pattern.compile("(Thread\\.|TimeUnit\\.|[A-Z]+S\\.|LockSupport\\.)(sleep|park\\w+)");
  private static final Pattern WALL_TIME = Pattern.compile("(Assertions\\.)?assertTimeout\\w*");

  private final String instead;

  TidyRule(String instead) {
    this.instead = instead;
  }

  /** The violations in {@code file}, each with its place, the rule and what to do instead. */
  final List<String> violations(SourceFile file) {
    List<String> found = new ArrayList<>();
    find(file, found);
    return found.stream().map(one -> one + " [" + this + "]\n  instead: " + instead).toList();
  }

  abstract void find(SourceFile file, List<String> found);

  private static boolean isAlternative(Tree label) {
    if (label instanceof PatternCaseLabelTree) {
      return true;
    }
    // A bare capital name is a constant of an enum: other constants are not written in these rooms.
    return label instanceof ConstantCaseLabelTree constant
        && constant.getConstantExpression() instanceof IdentifierTree name
        && name.getName().toString().matches("[A-Z][A-Z0-9_]*");
  }

  private static boolean hasMain(SourceFile file) {
    return file.all(MethodTree.class).stream()
        .anyMatch(method -> method.getName().contentEquals("main"));
  }

  private static void calls(SourceFile file, Pattern banned, String what, List<String> found) {
    for (MethodInvocationTree call : file.all(MethodInvocationTree.class)) {
      String method = file.textOf(call.getMethodSelect());
      if (banned.matcher(method).find()) {
        found.add(file.at(file.line(call)) + what + ": " + method);
      }
    }
  }

  private static Set<Integer> linesOfTextBlocks(SourceFile file) {
    Set<Integer> lines = new LinkedHashSet<>();
    for (LiteralTree literal : file.all(LiteralTree.class)) {
      for (int i = 0; i < file.lines(literal); i++) {
        if (file.lines(literal) > 1) {
          lines.add(file.line(literal) + i);
        }
      }
    }
    return lines;
  }

  private static void eachLine(SourceFile file, NumberedLine visitor) {
    int number = 0;
    for (String line : file.text().lines().toList()) {
      visitor.visit(++number, line);
    }
  }

  private interface NumberedLine {
    void visit(int number, String line);
  }
}
