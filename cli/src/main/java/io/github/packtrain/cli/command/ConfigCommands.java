package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Setting;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.cli.tree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code packtrain config …}. */
final class ConfigCommands {
  private ConfigCommands() {}

  @Command(
      name = "config",
      description = "Settings: show.",
      subcommands = {Show.class})
  static final class Config {}

  @Command(name = "show", description = "Each setting and where it comes from.")
  static final class Show implements Callable<Integer> {
    private final Cli cli;
    @Mixin private TargetFlags target = new TargetFlags();
    @Mixin private OutputFlag output = new OutputFlag();

    Show(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      Settings settings = cli.settings(target, output);
      SequencedMap<String, Setting> values = new LinkedHashMap<>();
      values.put("master", settings.master());
      values.put("data", settings.data());
      values.put("token", masked(settings.token()));
      values.put("token_file", settings.tokenFile());
      values.put("output", settings.output());
      values.put("heartbeat", settings.heartbeat());
      values.put("lost_after", settings.lostAfter());
      values.put("user_requests", settings.userRequests());
      values.put("user_tasks", settings.userTasks());
      values.put("placement", settings.placement());
      values.put("policies", settings.policies());
      values.put("task_user", settings.taskUser());
      if (settings.output().value().equals("json")) {
        List<Node> items = new ArrayList<>();
        values.forEach(
            (name, setting) ->
                items.add(
                    new JsonObject()
                        .put("name", name)
                        .put("value", setting.value())
                        .put("origin", setting.source())
                        .node()));
        cli.terminal().print(new JsonObject().put("settings", items).node());
      } else {
        Table table = new Table().left("SETTING").left("VALUE").left("ORIGIN");
        values.forEach((name, setting) -> table.row(name, setting.value(), setting.source()));
        cli.print(table);
      }
      return ExitCode.OK.number();
    }

    private static Setting masked(Setting token) {
      return token.isSet() ? new Setting("(set)", token.origin(), token.source()) : token;
    }
  }
}
