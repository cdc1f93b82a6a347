package io.github.packtrain.bench.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How sources are written, on the real ones and on planted violations. */
class TidyTest {
  private static final List<SourceFile> SOURCES = SourceFile.ofCheckout();

  /** Packages that show more public types than {@link #MAX_PUBLIC_TYPES}; raise one knowingly. */
  private static final Map<String, Integer> PUBLIC_TYPES =
      Map.of(
          "model/src/main/java/io/github/packtrain/model", 60,
          "search/src/main/java/io/github/packtrain/search", 30,
          "worker/src/main/java/io/github/packtrain/worker/guard", 16);

  private static final int MAX_PUBLIC_TYPES = 15;

  @ParameterizedTest
  @EnumSource
  void theSourcesAreTidy(TidyRule rule) {
    assertThat(SOURCES).hasSizeGreaterThan(30);
    List<String> found = new ArrayList<>();
    for (SourceFile file : SOURCES) {
      found.addAll(rule.violations(file));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void everyPackageOpensWithItsPackageInfo() {
    assertThat(withoutPackageInfo(SOURCES)).isEmpty();
    assertThat(withoutPackageInfo(List.of(source("core/src/main/java/p/A.java", "class A {}"))))
        .hasSize(1);
  }

  @Test
  void packagesHaveSmallDoors() {
    assertThat(wideDoors(SOURCES)).isEmpty();
    List<SourceFile> planted = new ArrayList<>();
    for (int i = 0; i <= MAX_PUBLIC_TYPES; i++) {
      planted.add(source("core/src/main/java/p/T" + i + ".java", "public class T" + i + " {}"));
    }
    assertThat(wideDoors(planted)).hasSize(1);
    assertThat(wideDoors(planted.subList(1, planted.size()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedViolationIsFound(TidyRule rule, String path, String text, int expected) {
    assertThat(rule.violations(source(path, text))).hasSize(expected);
  }

  @Test
  void everyRuleHasAPlantedViolationAndAnInnocent() {
    Set<TidyRule> violated = new TreeSet<>();
    Set<TidyRule> kept = new TreeSet<>();
    planted()
        .map(Arguments::get)
        .forEach(row -> ((int) row[3] > 0 ? violated : kept).add((TidyRule) row[0]));
    assertThat(violated).containsExactly(TidyRule.values());
    assertThat(kept).containsExactly(TidyRule.values());
  }

  static Stream<Arguments> planted() {
    String main = "core/src/main/java/p/A.java";
    String test = "core/src/test/java/p/ATest.java";
    return Stream.of(
        row(TidyRule.FILE_LENGTH, main, "class A {}\n".repeat(501), 1),
        row(TidyRule.FILE_LENGTH, main, "class A {}\n".repeat(500), 0),
        row(TidyRule.METHOD_LENGTH, main, method("a();\n".repeat(68)), 1),
        row(TidyRule.METHOD_LENGTH, main, method("a();\n".repeat(67)), 0),
        row(TidyRule.METHOD_LENGTH, test, method("a();\n".repeat(117)), 0),
        row(TidyRule.METHOD_LENGTH, test, method("a();\n".repeat(118)), 1),
        row(TidyRule.LINE_LENGTH, main, "// " + "x".repeat(118), 1),
        row(TidyRule.LINE_LENGTH, main, method("a(\"\"\"\n" + "x".repeat(130) + "\"\"\");"), 0),
        row(TidyRule.LINE_LENGTH, main, "// " + "x".repeat(117), 0),
        row(TidyRule.LINE_LENGTH, main, "// see https://" + "x".repeat(117), 0),
        row(TidyRule.NAME, main, "class JobManager {}", 1),
        row(TidyRule.NAME, main, "class A { record WorkerInfo() {} }", 1),
        row(TidyRule.NAME, main, "interface BaseScorer {}", 1),
        row(TidyRule.NAME, main, "enum SmartPlan {}", 1),
        row(TidyRule.NAME, main, "class Baseline { interface Informer {} }", 0),
        row(TidyRule.DEFAULT_IN_SWITCH, main, method(SWITCH_OVER_TYPES), 1),
        row(TidyRule.DEFAULT_IN_SWITCH, main, method(SWITCH_OVER_ENUM), 1),
        row(TidyRule.DEFAULT_IN_SWITCH, main, method(SWITCH_OVER_TEXT), 0),
        row(TidyRule.DEFAULT_IN_SWITCH, test, method(SWITCH_OVER_TYPES), 0),
        row(TidyRule.UNFINISHED, main, "// TO" + "DO: later", 1),
        row(TidyRule.UNFINISHED, test, "// FIX" + "ME", 1),
        row(TidyRule.UNFINISHED, main, "// a task is to do something", 0),
        row(TidyRule.SLEEP_IN_TEST, test, method("Thread.sleep(5);"), 1),
        row(TidyRule.SLEEP_IN_TEST, test, method("TimeUnit.SECONDS.sleep(5);"), 1),
        row(TidyRule.SLEEP_IN_TEST, test, method("worker.sleep(5);"), 0),
        row(TidyRule.SLEEP_IN_TEST, test, "class A { void main() { Thread.sleep(5); } }", 0),
        row(TidyRule.SLEEP_IN_TEST, main, method("Thread.sleep(5);"), 0),
        row(TidyRule.WALL_TIME_ASSERTION, test, method("assertTimeout(a, b);"), 1),
        row(TidyRule.WALL_TIME_ASSERTION, test, "@Timeout(5) class A {}", 0),
        row(TidyRule.SWARM_TAG, "core/src/test/java/p/LawSwarmTest.java", "class A {}", 1),
        row(TidyRule.SWARM_TAG, test, "@Tag(\"swarm\") class A {}", 1),
        row(TidyRule.SWARM_TAG, "a/src/test/java/p/LawSwarmTest.java", SWARM, 0),
        row(TidyRule.SILENCED_TEST, test, "@Disabled(\"flaky\")\nclass A {}", 1),
        row(TidyRule.SILENCED_TEST, test, "class A {} // not @Disabled", 0),
        row(TidyRule.SWALLOWED_FAILURE, main, method("try { a(); } catch (E e) {}"), 1),
        row(TidyRule.SWALLOWED_FAILURE, main, method("try { a(); } catch (E e) { /* b */ }"), 0),
        row(TidyRule.LOCK, main, method("synchronized (this) { a(); }"), 1),
        row(TidyRule.LOCK, "master/src/main/java/p/A.java", method("synchronized (a) {}"), 0),
        row(TidyRule.JAVADOC, main, "public class A {}", 1),
        row(TidyRule.JAVADOC, main, "/** Says it. */ public class A { public class B {} }", 0),
        row(TidyRule.PACKAGE_INFO, "core/src/main/java/p/package-info.java", "package p;", 2),
        row(TidyRule.PACKAGE_INFO, "core/src/main/java/p/package-info.java", PACKAGE, 0));
  }

  private static final String SWARM = "@Tag(\"swarm\") class LawSwarmTest {}";
  private static final String PACKAGE =
      "/** What a package is for, and where one starts to read it: at its public type. */\n"
          + "@NullMarked package p;";
  private static final String SWITCH_OVER_TYPES =
      "switch (o) { case Job j -> a(); default -> b(); }";
  private static final String SWITCH_OVER_ENUM =
      "int x = switch (o) { case UP -> 1; default -> 2; };";
  private static final String SWITCH_OVER_TEXT =
      "int x = switch (o) { case \"up\" -> 1; default -> 2; };";

  private static Arguments row(TidyRule rule, String path, String text, int expected) {
    return Arguments.of(rule, path, text, expected);
  }

  private static String method(String body) {
    return "class A {\n void m() {\n" + body + "\n}\n}\n";
  }

  private static SourceFile source(String path, String text) {
    return SourceFile.of(path, text);
  }

  private static List<String> withoutPackageInfo(List<SourceFile> sources) {
    Set<String> packages = new TreeSet<>();
    Set<String> opened = new TreeSet<>();
    for (SourceFile file : sources) {
      if (file.isMain()) {
        (file.path().endsWith("/package-info.java") ? opened : packages).add(directory(file));
      }
    }
    packages.removeAll(opened);
    return packages.stream()
        .map(one -> one + " has no package-info.java: say its purpose and mark it @NullMarked")
        .toList();
  }

  private static List<String> wideDoors(List<SourceFile> sources) {
    Map<String, Integer> doors = new LinkedHashMap<>();
    for (SourceFile file : sources) {
      if (file.isMain() && file.text().matches("(?s)(.*\n)?public [^;]*\\{.*")) {
        doors.merge(directory(file), 1, Integer::sum);
      }
    }
    List<String> wide = new ArrayList<>();
    doors.forEach(
        (directory, count) -> {
          int budget = PUBLIC_TYPES.getOrDefault(directory, MAX_PUBLIC_TYPES);
          if (count > budget) {
            wide.add(
                "%s shows %d public types, more than %d: make those package-private that no other"
                        .formatted(directory, count, budget)
                    + " package needs, split the package, or raise its budget in TidyTest");
          }
        });
    return wide;
  }

  private static String directory(SourceFile file) {
    return file.path().substring(0, file.path().lastIndexOf('/'));
  }
}
