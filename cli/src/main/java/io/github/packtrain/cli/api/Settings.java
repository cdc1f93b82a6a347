package io.github.packtrain.cli.api;

import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What decides where a command goes, and how a master that it starts watches its workers: flag,
 * else environment, else file, else default.
 *
 * @param master which master; empty for the one of the data directory
 * @param data the local data directory
 * @param token of that master; empty to read it from the data directory
 * @param tokenFile file of the token
 * @param output {@code table} or {@code json}
 * @param heartbeat how often workers speak to a master, a duration
 * @param lostAfter the silence after which that master takes a worker for lost, a duration
 * @param userRequests how many requests each user may send that master in a second
 * @param userTasks how many tasks each user may submit to it in a second
 * @param placement where that master puts tasks, a strategy with its options
 * @param policies directory of the jars of users' own policies; empty for that of the data
 * @param taskUser account that the commands of a worker on this machine run under; empty for its
 *     own
 * @param file the configuration file, whether it exists or not
 */
public record Settings(
    Setting master,
    Setting data,
    Setting token,
    Setting tokenFile,
    Setting output,
    Setting heartbeat,
    Setting lostAfter,
    Setting userRequests,
    Setting userTasks,
    Setting placement,
    Setting policies,
    Setting taskUser,
    Path file) {

  /** The flags of a master that stays, each empty when it was not given. */
  public record OfMaster(
      String heartbeat,
      String lostAfter,
      String userRequests,
      String userTasks,
      String placement,
      String policies) {
    static final OfMaster NONE = new OfMaster("", "", "", "", "", "");
  }

  /** Gathers them. */
  public static Settings resolve(Flags flags, Map<String, String> environment) {
    return resolve(flags, OfMaster.NONE, environment);
  }

  /** Gathers them for a master. */
  public static Settings resolve(Flags flags, OfMaster given, Map<String, String> environment) {
    Path file = ConfigFile.path(environment);
    Sources sources = new Sources(environment, ConfigFile.read(file), file);
    Setting master = sources.of(flags.master(), "--master", "PACKTRAIN_MASTER", "master", "");
    Setting data =
        sources.of(
            flags.data(), "--data", "PACKTRAIN_DATA", "data", dataDefault(environment).toString());
    if (!flags.master().isEmpty() && !flags.data().isEmpty()) {
      throw Failure.usage(
          "target",
          "both --master and --data are given",
          "each names a master, and one is asked",
          "name the master, or the data directory of one on this machine");
    }
    return new Settings(
        data.isNearerThan(master) && data.origin() != Setting.Origin.DEFAULT
            ? Setting.byDefault("")
            : master,
        data,
        sources.of("", "", "PACKTRAIN_TOKEN", "token", ""),
        sources.of(flags.tokenFile(), "--token-file", "PACKTRAIN_TOKEN_FILE", "token_file", ""),
        sources.of(flags.output(), "-o", "PACKTRAIN_OUTPUT", "output", "table"),
        sources.of(given.heartbeat(), "--heartbeat", "PACKTRAIN_HEARTBEAT", "heartbeat", "10s"),
        sources.of(given.lostAfter(), "--lost-after", "PACKTRAIN_LOST_AFTER", "lost_after", "30s"),
        sources.of(
            given.userRequests(),
            "--user-requests",
            "PACKTRAIN_USER_REQUESTS",
            "user_requests",
            "20000"),
        sources.of(
            given.userTasks(), "--user-tasks", "PACKTRAIN_USER_TASKS", "user_tasks", "500000"),
        sources.of(given.placement(), "--placement", "PACKTRAIN_PLACEMENT", "placement", "packing"),
        sources.of(given.policies(), "--policies", "PACKTRAIN_POLICIES", "policies", ""),
        sources.of("", "--task-user", "PACKTRAIN_TASK_USER", "task_user", ""),
        file);
  }

  /** The local data directory. */
  public Path dataDirectory() {
    return Path.of(data.value()).toAbsolutePath().normalize();
  }

  /** The token that was named, in full; empty when none was. */
  public String namedToken() {
    if (tokenFile.isSet() && !token.isNearerThan(tokenFile)) {
      return secretIn(Path.of(tokenFile.value()));
    }
    return token.value();
  }

  /** A token from a file. */
  static String secretIn(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.DENIED,
          "AUTH.token_file",
          "the token file " + file + " cannot be read",
          Files.exists(file) ? "only its owner may read it" : "it does not exist",
          "name another with --token-file, or set PACKTRAIN_TOKEN");
    }
  }

  private static Path dataDefault(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    Path share =
        xdg.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", ".")).resolve(".local").resolve("share")
            : Path.of(xdg);
    return share.resolve("packtrain").resolve("default");
  }

  private record Sources(
      Map<String, String> environment, Map<String, String> configured, Path file) {
    Setting of(String given, String flag, String variable, String key, String byDefault) {
      if (!given.isEmpty()) {
        return Setting.flag(given, flag);
      }
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        return new Setting(value, Setting.Origin.ENVIRONMENT, "environment " + variable);
      }
      String inFile = configured.getOrDefault(key, "");
      return inFile.isEmpty()
          ? Setting.byDefault(byDefault)
          : new Setting(inFile, Setting.Origin.FILE, "file " + file);
    }
  }
}
