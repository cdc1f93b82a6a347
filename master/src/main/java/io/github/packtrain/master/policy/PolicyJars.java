package io.github.packtrain.master.policy;

import io.github.packtrain.core.policy.Description;
import io.github.packtrain.core.policy.Policies;
import io.github.packtrain.core.policy.PolicyKind;
import io.github.packtrain.model.policy.JobOrder;
import io.github.packtrain.model.policy.UserPolicy;
import io.github.packtrain.model.policy.WorkerFilter;
import io.github.packtrain.model.policy.WorkerScorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of a directory, each with a class loader of its own, and the policies in them. */
public final class PolicyJars implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final int OPTIONS_MAX = 32;
  private static final int TEXT_MAX = 120;
  private static final int POLICIES_MAX = 100;

  private final Leash leash;
  private final List<Description> found = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Supplier<UserPolicy>> makers = new TreeMap<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private PolicyJars(Leash leash) {
    this.leash = leash;
  }

  /**
   * Reads all jars of a directory, in order of name.
   *
   * @param directory need not exist
   * @param boundMillis for every call of a policy
   */
  public static UserPolicies read(Path directory, long boundMillis) throws InterruptedException {
    Leash leash = new Leash(boundMillis);
    PolicyJars jars = new PolicyJars(leash);
    for (Path jar : jars(directory)) {
      jars.open(jar);
    }
    return new UserPolicies(jars.found, jars.problems, jars.makers, leash, jars);
  }

  private static List<Path> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the policies in " + directory + " cannot be read", e);
    }
  }

  private void open(Path jar) throws InterruptedException {
    String file = String.valueOf(jar.getFileName());
    try {
      URL[] urls = {jar.toUri().toURL()};
      URLClassLoader loader = new URLClassLoader(urls, UserPolicy.class.getClassLoader());
      loaders.add(loader);
      Iterator<ServiceLoader.Provider<UserPolicy>> providers =
          ServiceLoader.load(UserPolicy.class, loader).stream().iterator();
      while (providers.hasNext()) {
        ServiceLoader.Provider<UserPolicy> provider = providers.next();
        if (provider.type().getClassLoader() == loader) {
          add(file, provider);
        }
      }
    } catch (IOException | ServiceConfigurationError | LinkageError e) {
      problems.add(file + " cannot be used: " + e.getMessage());
    }
  }

  private void add(String file, ServiceLoader.Provider<UserPolicy> provider)
      throws InterruptedException {
    String type = provider.type().getName();
    try {
      Description description = leash.call(type, () -> describe(file, provider.get()));
      if (Policies.BUILT_IN.isKnown(description.kind(), description.name())
          || makers.containsKey(description.name())
          || found.size() == POLICIES_MAX) {
        problems.add(file + ": the name " + description.name() + " of " + type + " is taken");
        return;
      }
      found.add(description);
      makers.put(description.name(), provider::get);
    } catch (CutOffException e) {
      problems.add(file + ": " + type + " cannot be used: " + e.why());
    }
  }

  private static Description describe(String file, UserPolicy own) {
    boolean order = own instanceof JobOrder;
    boolean placement = own instanceof WorkerFilter || own instanceof WorkerScorer;
    if (order == placement) {
      throw new IllegalArgumentException(
          "it must be a JobOrder, or a WorkerFilter or WorkerScorer, and not both");
    }
    if (!NAME.matcher(own.name()).matches()) {
      throw new IllegalArgumentException("'" + line(own.name()) + "' is no name of a policy");
    }
    Map<String, String> options = new TreeMap<>();
    own.options().entrySet().stream()
        .limit(OPTIONS_MAX)
        .forEach(option -> options.put(line(option.getKey()), line(option.getValue())));
    return new Description(
        order ? PolicyKind.ORDER : PolicyKind.PLACEMENT,
        own.name(),
        line(own.goal()),
        file,
        options);
  }

  private static String line(String text) {
    String cut = text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX - 1) + "…";
    return cut.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a jar of a policy cannot be closed", e);
      }
    }
  }
}
