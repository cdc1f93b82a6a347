package io.github.packtrain.bench.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;

/**
 * What the deterministic rooms may not touch, so that the same commands and seed give the same
 * bytes on every machine, and what nobody may touch.
 *
 * @param root the package that the rooms live in; another one for planted violations
 */
record Purity(String root) {
  private static final List<String> DETERMINISTIC =
      List.of("model", "core", "search", "session", "optimizer");
  private static final List<String> ORDERED =
      List.of("model", "core", "search", "session", "optimizer", "simulator");

  /**
   * What both ends of a connection need to trust each other: sockets and chance of the TLS kind.
   * Only shells call it; no decision depends on it.
   */
  static final String TRUST = "session.security";

  private static final List<String> OUTSIDE_PACKAGES =
      List.of(
          "java.io",
          "java.net",
          "java.nio.file",
          "java.nio.channels",
          "java.sql",
          "java.util.logging",
          "java.util.concurrent",
          "java.lang.foreign",
          "org.slf4j",
          "ch.qos.logback");
  private static final Set<String> HARMLESS = Set.of("java.util.concurrent.TimeUnit");
  private static final Set<String> AMBIENT_TYPES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.UUID",
          "java.util.Timer",
          "java.util.Date",
          "java.util.Calendar",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Runtime",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle");
  private static final Set<String> AMBIENT_OF_SYSTEM =
      Set.of(
          "currentTimeMillis",
          "nanoTime",
          "getenv",
          "getProperty",
          "getProperties",
          "identityHashCode",
          "getLogger",
          "exit",
          "gc");
  private static final Set<String> UNORDERED_TABLES =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.concurrent.ConcurrentHashMap");
  private static final Set<String> INEXACT_MATH =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  List<ArchRule> rules() {
    return List.of(
        noOutsideWorld(),
        noAmbientInput(),
        noLocks(),
        noUnorderedTables(),
        noInexactMath(),
        noJavaSerialization(),
        exitOnlyInMains());
  }

  private ArchRule noOutsideWorld() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(DETERMINISTIC))
        .and()
        .resideOutsideOfPackage(root + "." + TRUST + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe("do I/O, threads or logs", Purity::isOutside))
        .because(
            "the deterministic rooms see nothing but commands: read and write in the shell"
                + " (master, worker, journal) and hand values in")
        .allowEmptyShould(true);
  }

  private static boolean isOutside(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    return !HARMLESS.contains(name)
        && OUTSIDE_PACKAGES.stream().anyMatch(outside -> name.startsWith(outside + "."));
  }

  private ArchRule noAmbientInput() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(DETERMINISTIC))
        .and()
        .resideOutsideOfPackage(root + "." + TRUST + "..")
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("clock, chance or environment", Purity::isAmbient))
        .because(
            "time, ids and chance come in with the command: take them as parameters; chance comes"
                + " from a stream that is seeded by an event")
        .allowEmptyShould(true);
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    boolean random = owner.startsWith("java.util.random.") || AMBIENT_TYPES.contains(owner);
    boolean now = owner.startsWith("java.time.") && name.equals("now");
    boolean system = owner.equals("java.lang.System") && AMBIENT_OF_SYSTEM.contains(name);
    boolean chance = owner.equals("java.lang.Math") && name.equals("random");
    boolean shuffled =
        owner.equals("java.util.Collections")
            && name.equals("shuffle")
            && access.getDescription().contains("shuffle(java.util.List)");
    boolean parallel =
        owner.startsWith("java.util.")
            && (name.equals("parallelStream") || name.equals("parallel"));
    return random || now || system || chance || shuffled || parallel;
  }

  private ArchRule noLocks() {
    return ArchRuleDefinition.noMethods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(packages(DETERMINISTIC))
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .because("one thread owns the state: hand work to it instead of locking")
        .allowEmptyShould(true);
  }

  private ArchRule noUnorderedTables() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(ORDERED))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("makes a table without order", Purity::makesUnordered))
        .because(
            "its order differs from run to run, and sooner or later someone iterates: use"
                + " LinkedHashMap, TreeMap, EnumMap or a table of your own, and for a copy"
                + " Collections.unmodifiableMap(new LinkedHashMap<>(map))")
        .allowEmptyShould(true);
  }

  private static boolean makesUnordered(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (UNORDERED_TABLES.contains(owner)) {
      return name.equals("<init>") || name.startsWith("newHash") || name.equals("newKeySet");
    }
    int parameters = parameters(access);
    return switch (owner) {
      case "java.util.Map" ->
          name.equals("copyOf")
              || name.equals("ofEntries")
              || (name.equals("of") && parameters > 2);
      case "java.util.Set" -> name.equals("copyOf") || (name.equals("of") && isLargeSet(access));
      case "java.util.stream.Collectors" ->
          switch (name) {
            case "toSet", "toUnmodifiableSet", "toUnmodifiableMap" -> true;
            case "toMap" -> parameters < 4;
            case "groupingBy" -> parameters < 3;
            default -> false;
          };
      default -> false;
    };
  }

  private static boolean isLargeSet(JavaAccess<?> access) {
    return parameters(access) > 1 || access.getTarget().getFullName().contains("[");
  }

  private static int parameters(JavaAccess<?> access) {
    String signature = access.getTarget().getFullName();
    int open = signature.indexOf('(');
    if (open < 0 || signature.charAt(open + 1) == ')') {
      return 0;
    }
    return signature.substring(open).split(",", -1).length;
  }

  private ArchRule noInexactMath() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(DETERMINISTIC))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "a result that may differ in the last bit",
                access ->
                    access.getTargetOwner().getName().equals("java.lang.Math")
                        && INEXACT_MATH.contains(access.getTarget().getName())))
        .because("Math may round differently on another machine: use StrictMath or integers")
        .allowEmptyShould(true);
  }

  private ArchRule noJavaSerialization() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .because("what comes in could run code: use protobuf, or JSON with a fixed shape")
        .allowEmptyShould(true);
  }

  private ArchRule exitOnlyInMains() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and(DescribedPredicate.describe("are no mains", type -> !hasMain(type)))
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("only a main may end the process: return an exit code or throw")
        .allowEmptyShould(true);
  }

  private static boolean hasMain(JavaClass type) {
    return type.tryGetMethod("main", String[].class).isPresent();
  }

  private String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> root + "." + room + "..").toArray(String[]::new);
  }
}
