package io.github.packtrain.bench.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      new Walk() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          int lines = file.lines(method);
          if (lines > MAX_METHOD_LINES) {
            found.add(
                file.at(file.line(method))
                    + "%s has %d lines, more than %d"
                        .formatted(method.getName(), lines, MAX_METHOD_LINES));
          }
          return super.visitMethod(method, nothing);
        }
      }.scan(file.tree(), null);
    }
  },
  LINE_LENGTH("break the line; ./dev fix breaks all but strings and comments") {
    @Override
    void find(SourceFile file, List<String> found) {
      int number = 0;
      for (String line : file.text().lines().toList()) {
        number++;
        boolean unbreakable =
            line.startsWith("import ") || line.contains("://") || line.contains("{@link");
        if (line.length() > MAX_LINE && !unbreakable) {
          found.add(file.at(number) + "the line is longer than " + MAX_LINE);
        }
      }
    }
  },
  NAME("say what it does or is: an agent noun, the thing itself; no catch-all names") {
    @Override
    void find(SourceFile file, List<String> found) {
      new Walk() {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
          String name = type.getSimpleName().toString();
          boolean suffixed = BANNED_SUFFIXES.stream().anyMatch(name::endsWith);
          boolean prefixed =
              BANNED_PREFIXES.stream().anyMatch(prefix -> name.matches(prefix + "([A-Z].*)?"));
          if (suffixed || prefixed) {
            found.add(file.at(file.line(type)) + "the name " + name + " says nothing");
          }
          return super.visitClass(type, nothing);
        }
      }.scan(file.tree(), null);
    }
  },
  DEFAULT_IN_SWITCH("name every alternative, so that a new one does not compile until it is seen") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.isMain() || !EXHAUSTIVE_ROOMS.contains(file.room())) {
        return;
      }
      new Walk() {
        @Override
        public Void visitSwitch(SwitchTree tree, Void nothing) {
          check(tree, tree.getCases());
          return super.visitSwitch(tree, nothing);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree tree, Void nothing) {
          check(tree, tree.getCases());
          return super.visitSwitchExpression(tree, nothing);
        }

        private void check(Tree tree, List<? extends CaseTree> cases) {
          var labels = cases.stream().flatMap(one -> one.getLabels().stream()).toList();
          boolean open = labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
          if (open && labels.stream().anyMatch(TidyRule::isAlternative)) {
            found.add(file.at(file.line(tree)) + "a switch over alternatives has a default");
          }
        }
      }.scan(file.tree(), null);
    }
  },
  UNFINISHED("do it now, or write an issue") {
    @Override
    void find(SourceFile file, List<String> found) {
      int number = 0;
      for (String line : file.text().lines().toList()) {
        number++;
        for (String mark : UNFINISHED_MARKS) {
          if (line.matches(".*\\b" + mark + "\\b.*")) {
            found.add(file.at(number) + "the line says " + mark);
          }
        }
      }
    }
  },
  SLEEP_IN_TEST("wait for the condition (Awaitility, a latch) or use virtual time") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (file.isTest()) {
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
          file.tree().getTypeDecls().stream()
              .filter(ClassTree.class::isInstance)
              .flatMap(type -> ((ClassTree) type).getModifiers().getAnnotations().stream())
              .anyMatch(annotation -> file.textOf(annotation).equals("@Tag(\"swarm\")"));
      if (named != tagged) {
        found.add(file.at(1) + "name and tag disagree about being a swarm test");
      }
    }
  },
  SILENCED_TEST("repair it or remove it with a reason in the commit") {
    @Override
    void find(SourceFile file, List<String> found) {
      int number = 0;
      for (String line : file.text().lines().toList()) {
        number++;
        if (file.isTest() && line.strip().startsWith("@Disabled")) {
          found.add(file.at(number) + "a test is switched off");
        }
      }
    }
  },
  SWALLOWED_FAILURE("handle it, or say in a comment why nothing has to be done") {
    @Override
    void find(SourceFile file, List<String> found) {
      new Walk() {
        @Override
        public Void visitCatch(CatchTree tree, Void nothing) {
          BlockTree block = tree.getBlock();
          String body = file.textOf(block);
          if (block.getStatements().isEmpty() && !body.contains("//") && !body.contains("/*")) {
            found.add(file.at(file.line(tree)) + "a failure is swallowed");
          }
          return super.visitCatch(tree, nothing);
        }
      }.scan(file.tree(), null);
    }
  },
  LOCK("one thread owns the state: hand work to it instead of locking") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.isMain() || !SINGLE_THREADED_ROOMS.contains(file.room())) {
        return;
      }
      new Walk() {
        @Override
        public Void visitSynchronized(SynchronizedTree tree, Void nothing) {
          found.add(file.at(file.line(tree)) + "a deterministic room takes a lock");
          return super.visitSynchronized(tree, nothing);
        }
      }.scan(file.tree(), null);
    }
  },
  JAVADOC("say what it is: units, ranges, errors, ownership") {
    @Override
    void find(SourceFile file, List<String> found) {
      if (!file.isMain()) {
        return;
      }
      new Walk() {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
          boolean top = getCurrentPath().getParentPath().getLeaf() == file.tree();
          boolean open = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
          if (top && open && file.trees().getDocComment(getCurrentPath()) == null) {
            found.add(file.at(file.line(type)) + "the public type has no Javadoc");
          }
          return super.visitClass(type, nothing);
        }
      }.scan(file.tree(), null);
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
  static final int MAX_LINE = 120;
  static final int MIN_PACKAGE_WORDS = 60;
  private static final List<String> BANNED_SUFFIXES =
      List.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Info", "Context", "Base");
  private static final List<String> BANNED_PREFIXES =
      List.of("Base", "Smart", "Intelligent", "Util", "Utils", "Helper");
  private static final Set<String> EXHAUSTIVE_ROOMS = Set.of("core", "session", "search");
  private static final Set<String> SINGLE_THREADED_ROOMS =
      Set.of("model", "core", "search", "session", "optimizer");
  private static final List<String> UNFINISHED_MARKS = List.of("TO" + "DO", "FIX" + "ME");
  private static final Set<String> SLEEPS = Set.of("sleep", "parkNanos", "parkUntil");
  private static final Set<String> WALL_TIME = Set.of("assertTimeout", "assertTimeoutPreemptively");

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

  private static void calls(SourceFile file, Set<String> names, String what, List<String> found) {
    new Walk() {
      @Override
      public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        String selected = file.textOf(call.getMethodSelect());
        String name = selected.substring(selected.lastIndexOf('.') + 1);
        String owner = selected.substring(0, selected.length() - name.length());
        boolean jdk = owner.isEmpty() || OWNERS_THAT_WAIT.stream().anyMatch(owner::contains);
        if (names.contains(name) && jdk) {
          found.add(file.at(file.line(call)) + what + ": " + selected);
        }
        return super.visitMethodInvocation(call, nothing);
      }
    }.scan(file.tree(), null);
  }

  private static final List<String> OWNERS_THAT_WAIT =
      List.of("Thread.", "TimeUnit.", "SECONDS.", "LockSupport.", "Assertions.");

  /** Walks a file's tree with paths. */
  private abstract static class Walk extends TreePathScanner<Void, Void> {}
}
