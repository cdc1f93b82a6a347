package io.github.packtrain.worker;

import io.github.packtrain.model.Rejection.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads the worker's command line. People use {@code packtrain worker}, which says more and passes
 * on to this.
 */
final class WorkerArguments {
  private static final int PORT_DEFAULT = 50051;
  private static final int CORE_MILLI = 1_000;
  private static final List<String> FLAGS =
      List.of(
          "--master",
          "--name",
          "--dir",
          "--gpus",
          "--cpus",
          "--memory",
          "--labels",
          "--join",
          "--token-file",
          "--task-user",
          "--handlers-only",
          "--stop-with-parent");

  private String master = "127.0.0.1:" + PORT_DEFAULT;
  private Optional<String> name = Optional.empty();
  private Optional<Path> directory = Optional.empty();
  private String gpus = "all";
  private OptionalInt cpuMilli = OptionalInt.empty();
  private OptionalLong memoryBytes = OptionalLong.empty();
  private final TreeMap<String, String> labels = new TreeMap<>();
  private String credential = "";
  private String taskUser = "";
  private boolean handlersOnly;
  private boolean stopWithParent;

  private WorkerArguments() {}

  static WorkerOptions parse(List<String> arguments) throws WorkerException {
    WorkerArguments parsed = new WorkerArguments();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      parsed.take(rest.next(), rest);
    }
    return parsed.options();
  }

  private void take(String flag, Iterator<String> rest) throws WorkerException {
    if (flag.equals("--stop-with-parent")) {
      stopWithParent = true;
      return;
    }
    if (flag.equals("--handlers-only")) {
      handlersOnly = true;
      return;
    }
    if (!FLAGS.contains(flag)) {
      throw usage(
          "'" + flag + "' is not a flag of the worker",
          "the flags are " + String.join(", ", FLAGS));
    }
    if (!rest.hasNext()) {
      throw usage(flag + " needs a value", "write it after the flag");
    }
    String value = rest.next();
    switch (flag) {
      case "--master" -> master = value;
      case "--name" -> name = Optional.of(value);
      case "--dir" -> directory = Optional.of(Path.of(value).toAbsolutePath().normalize());
      case "--gpus" -> gpus = value;
      case "--cpus" -> cpuMilli = OptionalInt.of(cpus(value));
      case "--memory" -> memoryBytes = OptionalLong.of(bytes(value));
      case "--labels" -> addLabels(value);
      case "--task-user" -> taskUser = account(value);
      case "--join" -> credential = value;
      case "--token-file" -> credential = tokenIn(Path.of(value));
      default -> throw new IllegalStateException(flag);
    }
  }

  private WorkerOptions options() throws WorkerException {
    int colon = master.lastIndexOf(':');
    String host = colon < 0 ? master : master.substring(0, colon);
    int port = colon < 0 ? PORT_DEFAULT : port(master.substring(colon + 1));
    if (credential.isEmpty()) {
      throw WorkerException.of(
          Kind.UNAUTHENTICATED,
          "WORKER_TOKEN_MISSING",
          "the worker has no token",
          "a master lets nobody in without one",
          "give the master's join token with --join, or its file with --token-file (<data directory>/join-token)");
    }
    String called = name.orElseGet(WorkerArguments::hostName);
    Path own = directory.orElseGet(() -> defaultDirectory(called));
    return new WorkerOptions(
        host,
        port,
        called,
        own,
        gpus,
        cpuMilli,
        memoryBytes,
        labels,
        credential,
        handlersOnly,
        stopWithParent,
        taskUser);
  }

  private static Path defaultDirectory(String name) {
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data == null || data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return base.resolve("packtrain").resolve("workers").resolve(name);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "worker";
    }
  }

  private static String account(String text) throws WorkerException {
    if (text.matches("[A-Za-z_][A-Za-z0-9_.-]{0,63}")) {
      return text;
    }
    throw usage(
        "'" + text + "' is not the name of an account", "write a user name, such as nobody");
  }

  private static int port(String text) throws WorkerException {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw usage(
        "'" + text + "' is not a port",
        "write the master as host:port, such as 127.0.0.1:" + PORT_DEFAULT);
  }

  private static int cpus(String text) throws WorkerException {
    try {
      int milli =
          text.endsWith("m")
              ? Integer.parseInt(text.substring(0, text.length() - 1))
              : Math.multiplyExact(Integer.parseInt(text), CORE_MILLI);
      if (milli > 0) {
        return milli;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Said below.
    }
    throw usage("--cpus '" + text + "' is not a number of CPUs", "write 4 or 500m");
  }

  /** Reads {@code 16GB}, {@code 512MiB} or plain bytes. */
  private static long bytes(String text) throws WorkerException {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> units = List.of("kib", "mib", "gib", "tib", "kb", "mb", "gb", "tb");
    try {
      for (int i = 0; i < units.size(); i++) {
        if (lower.endsWith(units.get(i))) {
          long factor = pow(i < 4 ? 1_024 : 1_000, i % 4 + 1);
          return Math.multiplyExact(
              Long.parseLong(lower.substring(0, lower.length() - units.get(i).length()).strip()),
              factor);
        }
      }
      long plain = Long.parseLong(lower);
      if (plain > 0) {
        return plain;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Said below.
    }
    throw usage(
        "--memory '" + text + "' is not an amount of memory",
        "write 16GB, 512MiB or a number of bytes");
  }

  private static long pow(long base, int exponent) {
    long result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= base;
    }
    return result;
  }

  private void addLabels(String text) throws WorkerException {
    for (String label : text.split(",")) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw usage(
            "--labels '" + text + "' cannot be read",
            "write key=value, several separated by commas");
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
  }

  private static String tokenIn(Path file) throws WorkerException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw WorkerException.of(
          Kind.UNAUTHENTICATED,
          "WORKER_TOKEN_FILE",
          "the token file " + file + " cannot be read",
          String.valueOf(e.getMessage()),
          "give the file that the master wrote, <data directory>/join-token");
    }
  }

  private static WorkerException usage(String message, String hint) {
    return WorkerException.of(Kind.INVALID_ARGUMENT, "USAGE", message, "", hint);
  }
}
