package io.github.packtrain.master.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.model.policy.UserPolicy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A jar of policies that misbehave. */
public final class PolicyFixtures {
  /** Ends what would never end by itself, so that tests leave no threads. */
  private static final String RELEASE = "packtrain.test.policies.release";

  private static final String SCORER =
      """
      package bad;
      import io.github.packtrain.model.policy.*;
      public final class %1$s implements WorkerScorer {
        public String name() { return "%2$s"; }
        public String goal() { return "misbehaves"; }
        public long score(TaskToPlace task, WorkerNow worker) { %3$s }
        static long deeper(long n) { return 1 + deeper(n + 1); }
        static boolean held() { return System.getProperty("packtrain.test.policies.release") == null; }
      }
      """;

  private static final String ORDER =
      """
      package bad;
      import io.github.packtrain.model.policy.*;
      public final class %1$s implements JobOrder {
        public %1$s() { %3$s }
        public String name() { return "%2$s"; }
        public String goal() { return "misbehaves"; }
        public long key(JobToOrder job) { throw new IllegalStateException("no"); }
      }
      """;

  private PolicyFixtures() {}

  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    String throwing = "throw new IllegalStateException(\"broken\");";
    sources.put("Throwing", SCORER.formatted("Throwing", "throwing", throwing));
    String spinning = "while (held()) { Thread.onSpinWait(); } return 0;";
    sources.put("Spinning", SCORER.formatted("Spinning", "spinning", spinning));
    String sleeping =
        "while (held()) { try { Thread.sleep(50); } catch (InterruptedException e) {} } return 0;";
    sources.put("Sleeping", SCORER.formatted("Sleeping", "sleeping", sleeping));
    sources.put("Recursive", SCORER.formatted("Recursive", "recursive", "return deeper(1);"));
    sources.put("AngryOrder", ORDER.formatted("AngryOrder", "angry_order", ""));
    sources.put("NameTaken", ORDER.formatted("NameTaken", "fifo", ""));
    sources.put("NoName", ORDER.formatted("NoName", "No Name", ""));
    String broken = "if (true) throw new IllegalStateException(\"cannot be made\");";
    sources.put("Unmakeable", ORDER.formatted("Unmakeable", "unmakeable", broken));
    return sources;
  }

  /** Compiles them into a jar. */
  public static void jar(Path file) throws IOException, URISyntaxException {
    System.clearProperty(RELEASE);
    Path directory = Files.createTempDirectory(file.getParent(), "bad");
    Path classes = Files.createDirectories(directory.resolve("classes"));
    for (Map.Entry<String, String> source : sources().entrySet()) {
      Files.writeString(directory.resolve(source.getKey() + ".java"), source.getValue());
    }
    Path model =
        Path.of(UserPolicy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> arguments =
        Stream.concat(
                Stream.of("-proc:none", "-cp", model.toString(), "-d", classes.toString()),
                sources().keySet().stream().map(name -> directory.resolve(name + ".java") + ""))
            .toList();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      StringBuilder services = new StringBuilder();
      for (String name : sources().keySet()) {
        services.append("bad.").append(name).append('\n');
        jar.putNextEntry(new JarEntry("bad/" + name + ".class"));
        jar.write(Files.readAllBytes(classes.resolve("bad/" + name + ".class")));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + UserPolicy.class.getName()));
      jar.write(services.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Lets stalled calls end. */
  public static void release() {
    System.setProperty(RELEASE, "");
  }
}
