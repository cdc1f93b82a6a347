package io.github.packtrain.cli.command;

import io.github.packtrain.cli.embedded.Connector;
import io.github.packtrain.cli.embedded.EmbeddedMaster;
import io.github.packtrain.cli.embedded.MasterFlags;
import io.github.packtrain.cli.terminal.ExitCode;
import io.github.packtrain.cli.terminal.Failure;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code packtrain master}. */
@Command(name = "master", description = "Runs a master in the foreground until it is told to end.")
final class MasterCommand implements Callable<Integer> {
  private final Cli cli;
  @Mixin private ListenFlags listen = new ListenFlags();

  MasterCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    MasterFlags flags = listen.flags(cli);
    try (EmbeddedMaster master = Connector.startToStay(cli.starter(), flags);
        Interrupt _ = Interrupt.run(master::close)) {
      ListenFlags.greeting(flags, master).forEach(cli.terminal()::say);
      cli.terminal()
          .say(
              "  join with  packtrain worker start --master "
                  + master.endpoint().grpc()
                  + " --token-file "
                  + flags.dataDirectory().resolve("join-token"));
      Optional<Failure> why = master.awaitStop();
      if (why.isPresent()) {
        throw why.get();
      }
      return ExitCode.OK.number();
    }
  }
}
