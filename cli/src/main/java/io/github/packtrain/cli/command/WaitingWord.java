package io.github.packtrain.cli.command;

import io.github.packtrain.cli.api.MasterApi;
import io.github.packtrain.cli.terminal.Failure;
import io.github.packtrain.cli.terminal.Terminal;
import io.github.packtrain.cli.tree.Node;

/** Says once why a job waits whose start somebody looks forward to. */
final class WaitingWord {
  private static final int ROUNDS = 3;

  private final MasterApi api;
  private final Terminal terminal;
  private int waited;

  WaitingWord(MasterApi api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /** Told of the job once a round; one that waits for a few of them is worth a word. */
  void show(Node job) {
    if (waited < ROUNDS && job.text("state").equals("JOB_PENDING") && ++waited == ROUNDS) {
      String id = job.text("id");
      try {
        Node explanation = api.get(MasterApi.path("/v1/jobs/%s:explain", id));
        terminal.say(id + " waits: " + explanation.text("summary"));
      } catch (Failure _) {
        waited = 0; // The master is away for a moment.
      }
    }
  }
}
