package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.Flags;
import io.github.packtrain.cli.api.Settings;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Table;
import io.github.packtrain.cli.tree.JsonObject;
import io.github.packtrain.master.security.Token;
import io.github.packtrain.master.security.Tokens;
import io.github.packtrain.model.Principal.Role;
import io.github.packtrain.session.security.PinnedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code packtrain token …}: works on the data directory itself, which only its owner can; a
 * running master notices.
 */
final class TokenCommands {
  private TokenCommands() {}

  @Command(
      name = "token",
      aliases = "tokens",
      description = "Who may use the master of a data directory: list, create, revoke.",
      subcommands = {ListTokens.class, Create.class, Revoke.class})
  static final class TokenGroup {}

  /** The data directory whose tokens are meant. */
  static final class DataFlag {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Data directory (PACKTRAIN_DATA); default ~/.local/share/packtrain/default.")
    private String data = "";

    Tokens open(Cli cli, OutputFlag output) {
      Path directory = settings(cli, output).dataDirectory();
      if (!Files.isDirectory(directory)) {
        throw new Failure(
            ExitCode.NOT_FOUND,
            "TOKEN.no_data",
            "there is no data directory " + directory,
            "tokens are kept with the master's data",
            "name it with --data, or start a master on it first");
      }
      try {
        return Tokens.open(directory);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    Settings settings(Cli cli, OutputFlag output) {
      return Settings.resolve(new Flags("", data, "", output.value()), cli.environment());
    }

    boolean json(Cli cli, OutputFlag output) {
      return settings(cli, output).output().value().equals("json");
    }
  }

  private static Failure unreadable(IOException e) {
    return new Failure(
        ExitCode.ERROR,
        "TOKEN.file",
        "the tokens of the data directory cannot be used",
        String.valueOf(e.getMessage()),
        "only the account that owns the data directory may");
  }

  @Command(name = "list", aliases = "ls", description = "The tokens, without their secrets.")
  static final class ListTokens implements Callable<Integer> {
    private final Cli cli;
    @Mixin private DataFlag data = new DataFlag();
    @Mixin private OutputFlag output = new OutputFlag();

    ListTokens(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      List<Token> tokens;
      try {
        tokens = data.open(cli, output).list();
      } catch (IOException e) {
        throw unreadable(e);
      }
      if (data.json(cli, output)) {
        var items = tokens.stream().map(token -> json(token).node()).toList();
        cli.terminal().print(new JsonObject().put("tokens", items).node());
      } else {
        Table table = new Table().left("TOKEN").left("NAME").left("ROLE").left("CREATED");
        for (Token token : tokens) {
          table.row(token.id(), token.name(), role(token), token.createdAt().toString());
        }
        cli.print(table);
      }
      return ExitCode.OK.number();
    }
  }

  @Command(name = "create", description = "Makes a token and prints it; it cannot be shown again.")
  static final class Create implements Callable<Integer> {
    private final Cli cli;
    @Mixin private DataFlag data = new DataFlag();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "NAME", description = "Of the person or program that will use it.")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, submitter, operator, admin or worker; default submitter.")
    private Role role = Role.SUBMITTER;

    Create(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      Tokens tokens = data.open(cli, output);
      try {
        Token.Issued issued = tokens.create(name, role);
        // With the pin of the master's authority, so that whoever has it knows whom to trust.
        String text = new PinnedToken(tokens.joinToken().pin(), issued.secret()).text();
        if (data.json(cli, output)) {
          cli.terminal().print(json(issued.token()).put("secret", text).node());
        } else {
          cli.terminal().print(text);
          cli.terminal()
              .say(
                  "  "
                      + issued.token().id()
                      + " for "
                      + name
                      + ", "
                      + role(issued.token())
                      + "; it cannot be shown again");
        }
        return ExitCode.OK.number();
      } catch (IllegalArgumentException e) {
        throw Failure.usage(
            "value",
            "'" + name + "' cannot be a name",
            String.valueOf(e.getMessage()),
            "choose another, such as ada or ci");
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  @Command(name = "revoke", description = "Ends a token for good, at once.")
  static final class Revoke implements Callable<Integer> {
    private final Cli cli;
    @Mixin private DataFlag data = new DataFlag();
    @Mixin private OutputFlag output = new OutputFlag();

    @Parameters(paramLabel = "TOKEN", description = "Its id, as packtrain token list shows it.")
    private String id = "";

    Revoke(Cli cli) {
      this.cli = cli;
    }

    @Override
    public Integer call() {
      try {
        if (!data.open(cli, output).revoke(id)) {
          throw new Failure(
              ExitCode.NOT_FOUND,
              "TOKEN.unknown",
              "there is no token '" + id + "'",
              "it was never made here, or is revoked already",
              "packtrain token list  shows the ids");
        }
      } catch (IOException e) {
        throw unreadable(e);
      }
      if (data.json(cli, output)) {
        cli.terminal().print(new JsonObject().put("revoked", id).node());
      } else {
        cli.terminal().print(id + " revoked");
      }
      return ExitCode.OK.number();
    }
  }

  private static JsonObject json(Token token) {
    return new JsonObject()
        .put("id", token.id())
        .put("name", token.name())
        .put("role", role(token))
        .put("createdAt", token.createdAt().toString());
  }

  private static String role(Token token) {
    return token.role().name().toLowerCase(Locale.ROOT);
  }
}
